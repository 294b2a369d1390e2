import { ExternalError } from '#lib/domain/error/external-error.ts';
import { type Failure, type Plan, planAfter } from './plan.ts';
import { SilenceError } from './read-body.ts';
import type { ReflectorState } from './reflector-state.ts';
import { OverdueError, WatchEventError, WentBackError } from './watch.ts';

/** Between two questions that only a person can change the answer to. */
const SLOW_MS = 30_000;
/** The longest rest while somebody sees that something is old. */
const LONGEST_WHILE_SEEN_MS = 3_000;
/** What took its whole time to fail was a rest already. */
const AFTER_SILENCE_MS = 1_000;
/** What only a person can change is soon asked for again this often, about a minute long: most of it was a slip. */
export const QUICK_TRIES = 25;
/** Spreads the lists of many portals that were all told to list again. */
const AT_ONCE_SPREAD_MS = 500;

export type Rest = {
  ms: number;
  /** The server asked for it: nothing shortens it. */
  isFirm: boolean;
};

/** Shows what a failure means, decides where to go on, and says how long to rest before. */
export function recoverFrom(error: unknown, state: ReflectorState): Rest {
  if (!isAnswerOfNone(error, state)) {
    state.report(error);
  }
  if (error instanceof OverdueError || (error instanceof SilenceError && state.stage === 'watch')) {
    // It worked for as long as a watch is meant to; perhaps the server does not end watches when asked. If it is dead,
    // the next one shows it.
    state.isDoubtful = true;
    state.backoff.reset();
    return { ms: 0, isFirm: false };
  }
  const repeats = state.backoff.failures;
  const isSeen = state.attention?.isThere === true;
  state.wasSilent = error instanceof ExternalError && error.kind === 'timeout';
  const seenMs = state.wasSilent ? AFTER_SILENCE_MS : LONGEST_WHILE_SEEN_MS;
  const backoffMs = state.backoff.next(isSeen ? seenMs : undefined);
  const plan = planFor(error, state, repeats);
  state.isDoubtful = true;
  state.position = plan.isRelist ? null : state.position;
  if (plan.isGone && state.mirror.hasData) {
    state.mirror.clear();
    state.source.emptied();
  }
  if (plan.state !== null) {
    const { reason, remedy } = plan;
    state.source.trouble({ state: plan.state, reason, ...(remedy === undefined ? {} : { remedy }) });
  }
  const asked = retryAfterOf(error);
  if (asked !== undefined) {
    return { ms: asked * 1000 * (1 + 0.1 * state.random()), isFirm: true };
  }
  const paces = {
    'at-once': state.random() * AT_ONCE_SPREAD_MS,
    backoff: backoffMs,
    slow:
      isSeen && state.wasLive && repeats < QUICK_TRIES
        ? LONGEST_WHILE_SEEN_MS * (0.5 + 0.5 * state.random())
        : SLOW_MS * (0.8 + 0.4 * state.random()),
  };
  return { ms: paces[plan.pace], isFirm: false };
}

/** That a kind is not there which nobody needs is an answer and no failure. */
function isAnswerOfNone(error: unknown, { kind, stage }: ReflectorState): boolean {
  return kind.isOptional === true && stage === 'list' && error instanceof ExternalError && error.kind === 'not-found';
}

function planFor(error: unknown, state: ReflectorState, repeats: number): Plan {
  const { hasData } = state.mirror;
  const failure = failureOf(error, state.stage);
  if (failure !== null) {
    return planAfter(failure, { hasData, repeats, kind: state.kind });
  }
  const anew = { isRelist: true, isGone: false, pace: repeats === 0 ? 'at-once' : 'backoff' } as const;
  if (error instanceof WentBackError) {
    return { ...anew, state: null, reason: 'The server has an older state than before.' };
  }
  // A mistake of our own, or of whoever listens to the sink. A new list repairs what it left half done.
  const name = error instanceof Error ? error.name : typeof error;
  return {
    ...anew,
    state: hasData ? 'stale' : 'unreachable',
    reason: `Portolan could not take in what the cluster sent (${name}).`,
    pace: 'backoff',
  };
}

function failureOf(error: unknown, stage: ReflectorState['stage']): Failure | null {
  if (error instanceof WatchEventError && error.cause instanceof ExternalError) {
    return { error: error.cause, stage: 'event' };
  }
  if (!(error instanceof ExternalError)) {
    return null;
  }
  // Looking whether the server is still ahead is part of going on with a watch, but it takes the right to list.
  const isAboutListing = error.kind === 'forbidden' || error.kind === 'not-found';
  return { error, stage: stage === 'check' ? (isAboutListing ? 'list' : 'watch') : stage };
}

function retryAfterOf(error: unknown): number | undefined {
  const cause = error instanceof WatchEventError ? error.cause : error;
  const seconds = cause instanceof ExternalError ? cause.retryAfterSeconds : undefined;
  return seconds === undefined || seconds <= 0 ? undefined : seconds;
}
