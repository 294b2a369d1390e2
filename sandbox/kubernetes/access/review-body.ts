import type { RequestContext } from '../../http/router.ts';
import { badRequest } from '../api/errors.ts';
import type { VirtualResource } from '../discovery/virtual-resources.ts';
import { decodeObject, readBody } from '../write/read-body.ts';
import type { Review } from './serve-review.ts';

/** Reads a review that was posted. Throws ApiError 400 where it is of another kind, 415 for an unknown form. */
export async function decodeReview(context: RequestContext, kind: VirtualResource): Promise<Review> {
  const review = decodeObject(await readBody(context));
  const { apiVersion = `${kind.group}/${kind.version}`, kind: given = kind.kind } = review;
  if (given !== kind.kind || apiVersion !== `${kind.group}/${kind.version}`) {
    throw badRequest(
      `${String(given)} in version "${String(apiVersion)}" cannot be handled as a ${kind.kind}: converting to it is unknown`,
    );
  }
  return review as Review;
}
