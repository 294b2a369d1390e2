import { z } from 'zod';
import { isReviewable } from '#lib/domain/change/change.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { Review } from '#lib/domain/review/review.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { requireGateway } from '#lib/portal/gateway.ts';
import { parseInput } from '#lib/portal/parse-input.ts';
import { loadChange } from '../change/advance.ts';
import { beginReview, personOf } from './begin.ts';

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
  const { headSha, phase } = await loadChange(context.services, changeId);
  if (headSha === null || !isReviewable(phase)) {
    throw new PortalError('conflict', 'Only a change that is under review can be looked at.');
  }
  return await beginReview(context, personOf(context), {
    subjectKind: 'change',
    subjectId: changeId,
    version: headSha,
    server,
    model,
  });
}
