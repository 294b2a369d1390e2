import type { Review } from '#lib/domain/review/review.ts';
import { writeReview } from '#lib/gateway/index.ts';
import type { PortalContext } from '#lib/portal/context.ts';
import type { Gateway, Writer } from '#lib/portal/gateway.ts';
import { saveReview } from './save-review.ts';

/** Has a model say what it finds. Throws what is worth another attempt later, such as a server that is busy. */
export async function writeReviewOf(
  context: PortalContext,
  review: Review,
  { gateway, writer, signal }: { gateway: Gateway; writer: Writer; signal: AbortSignal },
): Promise<Review> {
  const { store } = context.services;
  const [change, head] = await Promise.all([
    store.changes.findById(review.changeId),
    store.changes.findHead(review.changeId),
  ]);
  if (change === null || head === null || head.sha !== review.headSha) {
    return await ended(context, review, {
      state: 'failed',
      problem: 'A new commit came before a model had looked at this one.',
      suggestion: 'Ask again, for the new one.',
    });
  }
  const { model, contextTokens, answerTokens, seed } = review.writer;
  const written = await writeReview(
    { title: change.title, files: head.files, contextTokens, answerTokens, attempts: gateway.attempts },
    async ({ messages, shape }) => {
      signal.throwIfAborted();
      return await writer.server.write(
        { model, messages, schema: shape, contextTokens, answerTokens, seed },
        { signal },
      );
    },
  );
  signal.throwIfAborted();
  if ('problem' in written) {
    return await ended(context, review, {
      state: 'failed',
      problem: `The model answered with nothing that could be used: ${written.problem}`,
      suggestion: 'Try again, or with another model.',
    });
  }
  return await ended(context, { ...review, ...written }, { state: 'done' });
}

type End = { state: 'done' } | { state: 'failed'; problem: string; suggestion: string };

/** Writes down how it ended, also where something else failed. */
export async function ended(context: PortalContext, review: Review, end: End): Promise<Review> {
  const since = context.services.clock.now();
  const problem =
    end.state === 'done' ? null : { since, message: end.problem, suggestion: end.suggestion, retrying: false };
  const { id, writer, issues } = review;
  return await saveReview(
    context,
    { ...review, state: end.state, problem },
    {
      action: 'gateway.written',
      outcome: end.state,
      detail: { review: id, model: writer.model, digest: writer.digest, issues: issues.length },
    },
  );
}
