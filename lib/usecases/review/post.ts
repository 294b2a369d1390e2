import { z } from 'zod';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { Review } from '#lib/domain/review/review.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { parseInput } from '#lib/portal/parse-input.ts';
import { loadChange } from '../change/advance.ts';
import { forgeRefusal } from '../change/forge-refusal.ts';
import { actOnForge } from '../session/act-on-forge.ts';
import { describeReview } from './describe-review.ts';
import { saveReview } from './save-review.ts';

export const PostReviewInput = z.strictObject({ reviewId: z.string().max(100) });

/** Puts what a model found under the merge request, as a note of the person who asks for that. */
export async function postReview(context: UserContext, input: unknown): Promise<Review> {
  const { reviewId } = parseInput(PostReviewInput, input);
  await authorize(context, 'gateway.ask', { subjectKind: 'review', subjectId: reviewId });
  const { services } = context;
  return await services.locks.run(`review:${reviewId}`, async () => {
    const review = await services.store.reviews.findById(reviewId);
    if (review === null) {
      throw new PortalError('not-found', 'There is no such review.');
    }
    if (review.state !== 'done') {
      throw new PortalError('conflict', 'This review is not written yet.');
    }
    if (review.notedAt !== null) {
      return review;
    }
    if (review.subjectKind !== 'change') {
      throw new PortalError('invalid-input', 'Only what is said of a change can be put under a merge request.');
    }
    const change = await loadChange(services, review.subjectId);
    const { mergeRequest, repository } = change;
    if (mergeRequest === null) {
      throw new PortalError('conflict', 'The merge request is not there yet.');
    }
    const subject = { subjectKind: 'change', subjectId: change.id } as const;
    const { forge, host } = await actOnForge(context, 'gateway.ask', subject, repository);
    await forge.addNote(repository.path, mergeRequest.iid, describeReview(review)).catch((error: unknown) => {
      throw forgeRefusal(host, 'comment on', error);
    });
    return await saveReview(
      context,
      { ...review, notedAt: services.clock.now() },
      { action: 'gateway.note', outcome: 'done', detail: { review: review.id } },
    );
  });
}
