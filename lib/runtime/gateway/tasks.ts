import 'server-only';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { GatewayRun, RunProblem, RunStep } from '#lib/domain/gateway/run.ts';
import type { Review } from '#lib/domain/review/review.ts';
import type { PortalContext } from '#lib/portal/context.ts';
import type { Gateway, Writer } from '#lib/portal/gateway.ts';
import { openByItself } from '#lib/usecases/gateway/open.ts';
import { saveRun } from '#lib/usecases/gateway/save-run.ts';
import { writeRun } from '#lib/usecases/gateway/write.ts';
import { saveReview } from '#lib/usecases/review/save-review.ts';
import { ended, writeReviewOf } from '#lib/usecases/review/write.ts';
import type { RunTexts } from './run-texts.ts';

/** Something that is worked on, with what is written down of it. */
export type Task = {
  /** Throws what stands in the way. */
  work(context: PortalContext, signal: AbortSignal): Promise<void>;
  /** Whether somebody else has written down something of it since. */
  isOvertaken(context: PortalContext): Promise<boolean>;
  /** It goes on later by itself (`problem.retrying`), or ends so. */
  writeDown(context: PortalContext, problem: RunProblem): Promise<void>;
};

/** A model writes what a request asks for. */
export function writingTask(
  run: GatewayRun,
  { gateway, writer, texts }: { gateway: Gateway; writer: Writer; texts: Pick<RunTexts, 'text' | 'step'> },
): Task {
  let current = run;
  return {
    async work(context, signal) {
      const startedAt = run.startedAt ?? context.services.clock.now();
      current = await saveRun(context, { ...run, state: 'writing', startedAt });
      const progress = {
        signal,
        onText: (piece: string) => texts.text(run.id, piece),
        onStep: (step: RunStep) => texts.step(run.id, step),
      };
      await writeRun(context, current, { gateway, writer, progress });
    },
    isOvertaken: async ({ services }) => isNewer(await services.store.gatewayRuns.findById(run.id), current),
    async writeDown(context, problem) {
      await (problem.retrying
        ? saveRun(context, { ...current, state: 'queued', problem: sinceFirst(current, problem) })
        : failRun(context, current, problem));
    },
  };
}

/** What was written is opened without a person who looks at it first. */
export function openingTask(run: GatewayRun): Task {
  return {
    work: async (context) => await openByItself(context, run.id),
    isOvertaken: async ({ services }) => isNewer(await services.store.gatewayRuns.findById(run.id), run),
    async writeDown(context, problem) {
      // What was written is not lost where it cannot be opened: a person looks at it and goes on.
      const state = problem.retrying ? 'opening' : 'draft';
      await saveRun(context, { ...run, state, problem: sinceFirst(run, problem) });
    },
  };
}

/** A model says what it finds in a change. */
export function reviewingTask(review: Review, { gateway, writer }: { gateway: Gateway; writer: Writer }): Task {
  let current = review;
  return {
    async work(context, signal) {
      current = await saveReview(context, { ...review, state: 'writing' });
      await writeReviewOf(context, current, { gateway, writer, signal });
    },
    isOvertaken: async ({ services }) => isNewer(await services.store.reviews.findById(review.id), current),
    async writeDown(context, problem) {
      const { message, suggestion, retrying } = problem;
      await (retrying
        ? saveReview(context, { ...current, state: 'queued', problem: sinceFirst(current, problem) })
        : ended(context, current, { state: 'failed', problem: message, suggestion }));
    },
  };
}

export async function failRun(
  context: PortalContext,
  run: GatewayRun,
  { message, suggestion }: Pick<RunProblem, 'message' | 'suggestion'>,
): Promise<void> {
  const now = context.services.clock.now();
  await saveRun(
    context,
    { ...run, state: 'failed', problem: { since: now, message, suggestion, retrying: false }, finishedAt: now },
    { action: 'gateway.written', outcome: 'failed', detail: { message } },
  );
}

function isNewer(now: { revision: number } | null, known: { revision: number }): boolean {
  return now !== null && now.revision !== known.revision;
}

/** The same problem once more is still the first. */
function sinceFirst({ problem: before }: { problem: RunProblem | null }, problem: RunProblem): RunProblem {
  return before?.message === problem.message ? { ...problem, since: before.since } : problem;
}

/** What stands in the way, for whoever waits. */
export function problemOf(error: unknown, since: number, retrying: boolean): RunProblem {
  if (error instanceof PortalError) {
    return { since, message: error.message, suggestion: error.suggestion ?? '', retrying };
  }
  if (error instanceof ExternalError) {
    const suggestion = retrying
      ? 'The portal tries again by itself; the request keeps its place.'
      : error.kind === 'not-found'
        ? 'Choose a model that the server has.'
        : 'Ask again, or choose another model.';
    return { since, message: `${error.provider}: ${error.words}`, suggestion, retrying };
  }
  return {
    since,
    message: 'Something unexpected happened in the portal.',
    suggestion: 'Ask again. Its log has the details.',
    retrying,
  };
}
