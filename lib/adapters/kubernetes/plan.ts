import { remedyFor } from '#lib/domain/connection/remedy.ts';
import type { ExternalError } from '#lib/domain/error/external-error.ts';
import type { SourceState } from '#lib/domain/source/source.ts';
import type { KindDescriptor } from '#lib/ports/cluster.ts';
import { isNobodyThere } from './answer-error.ts';
import { qualifiedName, readRule, whatBrings } from './kind-names.ts';

export type Failure = {
  error: ExternalError;
  /** What was going on. `event`: the watch itself reported it, in an ERROR event. */
  stage: 'list' | 'watch' | 'event';
};

export type Circumstances = {
  hasData: boolean;
  /** How many failures there were before this one without any progress between. */
  repeats: number;
  kind: Pick<KindDescriptor<never>, 'group' | 'version' | 'resource' | 'isOptional' | 'only'>;
};

/** What to do after a failure. */
export type Plan = {
  /** What to show; null leaves it as it is, because the next try comes at once and will most likely work. */
  state: SourceState | null;
  reason: string;
  remedy?: string;
  /** Whether to list again instead of going on with the watch. */
  isRelist: boolean;
  /** What there is, is gone over there as well. */
  isGone: boolean;
  /** `slow`: nothing but a person can change it. */
  pace: 'at-once' | 'backoff' | 'slow';
};

/**
 * Decides what a failure means for a reflection. The rules are those of the Kubernetes API concepts ("410 Gone",
 * "watch bookmarks") and of priority and fairness; the rest is what it takes never to stop and never to lie.
 */
export function planAfter(failure: Failure, circumstances: Circumstances): Plan {
  const { error, stage } = failure;
  const { hasData, repeats } = circumstances;
  const base = { reason: sentence(error.message), isRelist: stage !== 'watch', isGone: false };
  if (error.status === 410 || stage === 'event') {
    const state = repeats === 0 ? null : shownAs(hasData);
    return { ...base, state, isRelist: true, pace: repeats === 0 ? 'at-once' : 'backoff' };
  }
  switch (error.kind) {
    case 'forbidden':
      return planForbidden(base, failure, circumstances);
    case 'not-found':
      return planMissing(base, failure, circumstances);
    case 'auth':
      return {
        ...base,
        state: hasData ? 'stale' : 'forbidden',
        remedy: 'Give Portolan credentials that the cluster accepts; it reads token files again by itself.',
        pace: 'backoff',
      };
    default:
      return {
        ...base,
        // One lost watch is nothing to alarm anyone with: the next one goes on where it ended.
        state: stage === 'watch' && hasData && repeats === 0 ? null : shownAs(hasData),
        isRelist: stage === 'list' || (repeats > 0 && isOverPosition(error)) || isNobodyThere(error),
        remedy: remedyFor(error.kind),
        pace: 'backoff',
      };
  }
}

type Base = Pick<Plan, 'reason' | 'isRelist' | 'isGone'>;

/** Both verbs are needed: with `list` alone there is a state to show, but it ages between one list and the next. */
function planForbidden(base: Base, { stage }: Failure, { repeats, kind }: Circumstances): Plan {
  const verb = stage === 'list' ? 'list' : 'watch';
  const missing = {
    ...base,
    reason: `The token may not ${verb} ${qualifiedName(kind)}. ${base.reason}`,
    remedy: readRule(kind),
    isRelist: true,
  };
  if (stage === 'list') {
    return { ...missing, state: 'forbidden', pace: 'slow' };
  }
  return repeats === 0 ? { ...missing, state: null, pace: 'at-once' } : { ...missing, state: 'stale', pace: 'slow' };
}

/** A custom resource that is not installed. While a server starts it may not know its kinds yet, so data is asked for twice. */
function planMissing(base: Base, { stage }: Failure, { hasData, repeats, kind }: Circumstances): Plan {
  const next = { ...base, reason: `The cluster does not have ${qualifiedName(kind)}.`, isRelist: true };
  if (stage !== 'list' || (hasData && repeats === 0)) {
    return { ...next, state: hasData ? 'stale' : null, pace: 'backoff' };
  }
  const remedy = kind.isOptional ? {} : { remedy: whatBrings(kind) };
  return { ...next, ...remedy, state: 'absent', isGone: true, pace: 'slow' };
}

function shownAs(hasData: boolean): SourceState {
  return hasData ? 'stale' : 'unreachable';
}

/** Whether it may be the place in the history that the server cannot go on from, and not its load. */
function isOverPosition(error: ExternalError): boolean {
  return (
    error.kind === 'invalid-response' || (error.status !== undefined && error.status !== 429 && error.status !== 503)
  );
}

function sentence(message: string): string {
  const text = message.replace(/^[^:]+: /, '');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}
