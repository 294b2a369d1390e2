import type { Reply } from '../../http/router.ts';
import type { Admitted } from '../api/admitted.ts';
import type { ApiServer } from '../api/api-server.ts';
import { badRequest, methodNotAllowed } from '../api/errors.ts';
import type { VirtualResource } from '../discovery/virtual-resources.ts';
import type { Attributes, PolicyRule } from './policy-rules.ts';
import type { Review } from './review.ts';
import { decodeReview } from './review-body.ts';

/** Answers a user's question about themselves: who am I, may I, what may I. Throws ApiError 400, 405 or 415. */
export async function serveReview(server: ApiServer, admitted: Admitted, kind: VirtualResource): Promise<Reply> {
  const { context, user } = admitted;
  if (context.method !== 'POST') {
    throw methodNotAllowed();
  }
  const review = await decodeReview(context, kind);
  const answer = (status: unknown): Reply => ({
    status: 201,
    body: {
      kind: kind.kind,
      apiVersion: `${kind.group}/${kind.version}`,
      metadata: {},
      spec: review.spec ?? {},
      status,
    },
  });
  switch (kind.kind) {
    case 'SelfSubjectReview':
      return answer({ userInfo: { username: user.name, groups: user.groups } });
    case 'SelfSubjectAccessReview': {
      const { isAllowed, reason } = server.authorizer.decide(user, wishOf(review));
      return answer({ allowed: isAllowed, ...(reason === '' ? {} : { reason }) });
    }
    default: {
      const namespace = review.spec?.namespace ?? '';
      if (namespace === '') {
        throw badRequest('no namespace on request');
      }
      return answer(rulesStatus(server.authorizer.rulesFor(user, namespace)));
    }
  }
}

/** `*` as group, resource or verb asks for everything, which only a rule for everything grants. */
function wishOf({ spec = {} }: Review): Attributes {
  const { resourceAttributes: resource, nonResourceAttributes: path } = spec;
  if (resource !== undefined && path !== undefined) {
    throw badRequest(
      'spec.nonResourceAttributes: Invalid value: cannot be specified in combination with resourceAttributes',
    );
  }
  if (resource !== undefined) {
    const { verb = '', group = '', subresource = '', namespace = '', name = '' } = resource;
    return { isResource: true, verb, group, resource: resource.resource ?? '', subresource, namespace, name };
  }
  if (path !== undefined) {
    return { isResource: false, verb: path.verb ?? '', path: path.path ?? '' };
  }
  throw badRequest(
    'spec.resourceAttributes: Invalid value: exactly one of nonResourceAttributes or resourceAttributes must be specified',
  );
}

function rulesStatus(rules: readonly PolicyRule[]): unknown {
  return {
    resourceRules: rules
      .filter((rule) => (rule.resources ?? []).length > 0)
      .map(({ verbs, apiGroups, resources, resourceNames }) => ({
        verbs,
        apiGroups,
        resources,
        ...(resourceNames === undefined ? {} : { resourceNames }),
      })),
    nonResourceRules: rules
      .filter((rule) => (rule.nonResourceURLs ?? []).length > 0)
      .map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs })),
    incomplete: false,
  };
}
