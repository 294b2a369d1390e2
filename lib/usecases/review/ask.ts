import { z } from 'zod';
import { isReviewable } from '#lib/domain/change/change.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { promptHash } from '#lib/domain/gateway/origin.ts';
import type { Review } from '#lib/domain/review/review.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { requireGateway } from '#lib/portal/gateway.ts';
import { parseInput } from '#lib/portal/parse-input.ts';
import { recordAudit } from '#lib/portal/record-audit.ts';
import { loadChange } from '../change/advance.ts';
import { writerFor } from '../gateway/choose-writer.ts';
import { saveReview } from './save-review.ts';

export const ReviewChangeInput = z.strictObject({
  changeId: z.string().max(100),
  /** One of the servers that write, and one of its models; without them the first and its own. */
  server: z.string().max(60).optional(),
  model: z.string().min(1).max(350).optional(),
});

/** Has a model say what it finds in the head of a change; of one commit once, unless that failed. */
export async function reviewChange(context: UserContext, input: unknown): Promise<Review> {
  const { changeId, server, model } = parseInput(ReviewChangeInput, input);
  await authorize(context, 'gateway.ask', { subjectKind: 'change', subjectId: changeId });
  const { services } = context;
  requireGateway(services);
  // Two people may ask for it at once: then the second is told of the first's.
  return await services.locks.run(
    `review-of:${changeId}`,
    async () => await askOnce(context, { changeId, server, model }),
  );
}

async function askOnce(
  context: UserContext,
  { changeId, server, model }: z.infer<typeof ReviewChangeInput>,
): Promise<Review> {
  const { services, actor } = context;
  const { nudge, reviewUpdated } = requireGateway(services);
  const change = await loadChange(services, changeId);
  if (change.headSha === null || !isReviewable(change.phase)) {
    throw new PortalError('conflict', 'Only a change that is under review can be looked at.');
  }
  const known = await services.store.reviews.findByHead(changeId, change.headSha);
  if (known !== null && known.state !== 'failed') {
    return known;
  }
  const now = services.clock.now();
  const { accountId, username, name } = actor;
  const review: Review = {
    id: known?.id ?? services.newId(),
    changeId,
    headSha: change.headSha,
    state: 'queued',
    requester: { accountId, username, name },
    // The same commit has the same seed, so that a model says the same again.
    writer: await writerFor(services, { server, model, seedOf: promptHash(change.headSha) }),
    summary: '',
    issues: [],
    unseen: [],
    problem: null,
    notedAt: null,
    createdAt: now,
    updatedAt: now,
    revision: known?.revision ?? 0,
  };
  const detail = { review: review.id, head: review.headSha, model: review.writer.model };
  if (known !== null) {
    return await saveReview(context, review, { action: 'gateway.ask', outcome: 'intent', detail });
  }
  await services.store.transaction(async (repositories) => {
    await repositories.reviews.create(review);
    await recordAudit(context, repositories, {
      action: 'gateway.ask',
      subjectKind: 'change',
      subjectId: changeId,
      outcome: 'intent',
      detail,
    });
  });
  reviewUpdated(review);
  nudge();
  return review;
}
