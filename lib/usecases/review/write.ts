import type { HeadFile } from '#lib/domain/change/change.ts';
import type { Review } from '#lib/domain/review/review.ts';
import { type AskModel, type WrittenReview, writeExplanation, writeReview } from '#lib/gateway/index.ts';
import type { PortalContext } from '#lib/portal/context.ts';
import type { Gateway, Writer } from '#lib/portal/gateway.ts';
import { fileHoldsSecret } from './holds-secret.ts';
import { saveReview } from './save-review.ts';

/** Has a model say what it finds. Throws what is worth another attempt later, such as a server that is busy. */
export async function writeReviewOf(
  context: PortalContext,
  review: Review,
  { gateway, writer, signal }: { gateway: Gateway; writer: Writer; signal: AbortSignal },
): Promise<Review> {
  const { model, contextTokens, answerTokens, seed } = review.writer;
  const limits = { contextTokens, answerTokens, attempts: gateway.attempts };
  const ask: AskModel = async ({ messages, shape }) => {
    signal.throwIfAborted();
    return await writer.server.write({ model, messages, schema: shape, contextTokens, answerTokens, seed }, { signal });
  };
  const written =
    review.subjectKind === 'change'
      ? await writeAboutChange(context, review, limits, ask)
      : await writeExplanation({ ...limits, about: review.subjectId, texts: review.shown ?? [] }, ask);
  if (written === null) {
    return await ended(context, review, {
      state: 'failed',
      problem: 'A new commit came before a model had looked at this one.',
      suggestion: 'Ask again, for the new one.',
    });
  }
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

/** null where a new commit came before it had its turn. */
async function writeAboutChange(
  { services: { store } }: PortalContext,
  { subjectId, version }: Review,
  limits: { contextTokens: number; answerTokens: number; attempts: number },
  ask: AskModel,
): Promise<WrittenReview | null> {
  const [change, head] = await Promise.all([store.changes.findById(subjectId), store.changes.findHead(subjectId)]);
  return change === null || head === null || head.sha !== version
    ? null
    : await writeShown(head.files, { ...limits, title: change.title }, ask);
}

/** Whoever pushed a secret by mistake has it nowhere else than in git: what holds one is named and not shown. */
async function writeShown(
  files: readonly HeadFile[],
  request: { title: string; contextTokens: number; answerTokens: number; attempts: number },
  ask: AskModel,
): Promise<WrittenReview> {
  const shown = files.filter(({ before, after }) => !fileHoldsSecret(before) && !fileHoldsSecret(after));
  const secret = files.filter((file) => !shown.includes(file)).map(({ path }) => path);
  if (shown.length === 0 && secret.length > 0) {
    return { summary: 'Nothing of it was shown to the model.', issues: [], unseen: secret };
  }
  const written = await writeReview({ ...request, files: shown }, ask);
  return 'problem' in written ? written : { ...written, unseen: [...written.unseen, ...secret] };
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
