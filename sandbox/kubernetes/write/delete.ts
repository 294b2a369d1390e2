import type { Reply } from '../../http/router.ts';
import type { ApiRequest } from '../api/api-request.ts';
import type { ApiServer } from '../api/api-server.ts';
import { badRequest } from '../api/errors.ts';
import { isTrue } from '../api/request-info.ts';
import { type DeletionOptions, mark, requestDeletion } from '../deletion.ts';
import type { KubeObject } from '../object.ts';
import { listBytes } from '../read/object-bytes.ts';
import { objectReply, storedObject } from '../read/serve-read.ts';
import { readSelection } from '../selectors/selection.ts';
import { isDryRun } from './dry-run.ts';
import { type Body, decodeObject } from './read-body.ts';

/**
 * Deletes an object, or marks it where something holds it. What is gone is answered with a Status, what is only marked
 * with the object. Throws ApiError 400, 404 or 409.
 */
export function deleteObject(server: ApiServer, request: ApiRequest, body: Body): Promise<Reply> | Reply {
  const stored = storedObject(server, request);
  const options = readDeletionOptions(request.query, body);
  if (isDryRun(request.query) || options.isDryRun) {
    const marked = mark({ clock: server.clock, object: stored, resource: request.resource, options });
    return marked === null ? success(request, stored) : objectReply(server, request, marked);
  }
  const { isRemoved, object } = requestDeletion({ ...server, resource: request.resource, object: stored, options });
  return isRemoved ? success(request, stored) : objectReply(server, request, object);
}

/** Deletes everything a list with the same selectors would show, and answers with that list. */
export function deleteCollection(server: ApiServer, request: ApiRequest, body: Body): Reply {
  const { store } = server;
  const { resource, info, query } = request;
  const selection = readSelection(resource, info.namespace, query);
  const options = readDeletionOptions(query, body);
  const chosen = store.list(resource, selection.namespace).filter(selection.matches);
  if (!isDryRun(query)) {
    for (const object of chosen) {
      requestDeletion({ ...server, resource, object, options });
    }
  }
  const metadata = { resourceVersion: String(store.revision) };
  return { headers: { 'content-type': 'application/json' }, body: listBytes(resource, metadata, chosen) };
}

function success({ resource, info }: ApiRequest, { metadata }: KubeObject): Reply {
  return {
    body: {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Success',
      details: {
        name: info.name,
        ...(resource.group === '' ? {} : { group: resource.group }),
        kind: resource.plural,
        uid: metadata.uid,
      },
    },
  };
}

const POLICIES = new Set(['Orphan', 'Background', 'Foreground']);

/** From the body (DeleteOptions) or, where that is silent, from the query. */
function readDeletionOptions(query: URLSearchParams, body: Body): DeletionOptions & { isDryRun: boolean } {
  const sent = body.bytes.length === 0 ? {} : decodeObject(body);
  const grace = sent.gracePeriodSeconds ?? query.get('gracePeriodSeconds');
  const policy = sent.propagationPolicy ?? query.get('propagationPolicy') ?? orphanPolicy(sent, query);
  if (policy !== undefined && !POLICIES.has(String(policy))) {
    throw badRequest(
      `DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "${String(policy)}": supported values: "Foreground", "Background", "Orphan"`,
    );
  }
  return {
    ...(grace === null || grace === undefined ? {} : { gracePeriodSeconds: Number(grace) }),
    ...(policy === undefined ? {} : { propagationPolicy: policy as DeletionOptions['propagationPolicy'] }),
    preconditions: (sent.preconditions ?? {}) as DeletionOptions['preconditions'],
    isDryRun: Array.isArray(sent.dryRun) && sent.dryRun.includes('All'),
  };
}

/** The older way to say it. */
function orphanPolicy(sent: Record<string, unknown>, query: URLSearchParams): string | undefined {
  const orphan =
    sent.orphanDependents ?? (query.has('orphanDependents') ? isTrue(query.get('orphanDependents')) : undefined);
  return orphan === undefined || orphan === null ? undefined : orphan === true ? 'Orphan' : 'Background';
}
