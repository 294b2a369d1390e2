import type { RequestContext } from '../../http/router.ts';
import { badRequest } from '../api/errors.ts';
import type { VirtualResource } from '../discovery/virtual-resources.ts';
import { decodeObject, readBody } from '../write/read-body.ts';
import { decodeKubernetesProtobuf, type MessageShape } from './protobuf.ts';
import type { Review } from './review.ts';

/** The reviews' fields in protobuf, which is how kubectl asks (k8s.io/api/authorization/v1/generated.proto). */
const RESOURCE_ATTRIBUTES: MessageShape = {
  1: ['namespace', 'text'],
  2: ['verb', 'text'],
  3: ['group', 'text'],
  4: ['version', 'text'],
  5: ['resource', 'text'],
  6: ['subresource', 'text'],
  7: ['name', 'text'],
};
const ACCESS_SPEC: MessageShape = {
  1: ['resourceAttributes', RESOURCE_ATTRIBUTES],
  2: ['nonResourceAttributes', { 1: ['path', 'text'], 2: ['verb', 'text'] }],
};
const SHAPES: Record<string, MessageShape> = {
  SelfSubjectAccessReview: { 2: ['spec', ACCESS_SPEC] },
  SelfSubjectRulesReview: { 2: ['spec', { 1: ['namespace', 'text'] }] },
  SelfSubjectReview: {},
};

/** Reads a review that was posted. Throws ApiError 400 where it is of another kind, 415 for an unknown form. */
export async function decodeReview(context: RequestContext, kind: VirtualResource): Promise<Review> {
  const body = await readBody(context);
  const review =
    body.mediaType === 'application/vnd.kubernetes.protobuf'
      ? decodeKubernetesProtobuf(body.bytes, SHAPES[kind.kind] ?? {})
      : decodeObject(body);
  const { apiVersion = `${kind.group}/${kind.version}`, kind: given = kind.kind } = review;
  if (given !== kind.kind || apiVersion !== `${kind.group}/${kind.version}`) {
    throw badRequest(
      `${String(given)} in version "${String(apiVersion)}" cannot be handled as a ${kind.kind}: converting to it is unknown`,
    );
  }
  return review as Review;
}
