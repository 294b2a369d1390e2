import type { SyncRetry } from '#lib/domain/application/application.ts';
import { fieldsOf, numberOf, timeOf } from '#lib/domain/value/fields.ts';
import { readGoDuration } from './go-duration.ts';

const DEFAULT_MS = 5_000;
const DEFAULT_FACTOR = 2;
const DEFAULT_LONGEST_MS = 180_000;

/**
 * How often the sync of this state has failed and when it is tried again; null where it has not failed. Between two
 * tries the state says Running and has an end (argo-cd types.go, NextRetryAt).
 */
export function readRetry(value: unknown): SyncRetry | null {
  const state = fieldsOf(value);
  const count = numberOf(state.retryCount, 0);
  if (count < 1) {
    return null;
  }
  const { limit, backoff } = fieldsOf(fieldsOf(state.operation).retry);
  const { duration, factor, maxDuration } = fieldsOf(backoff);
  const wait = (readGoDuration(duration) ?? DEFAULT_MS) * numberOf(factor, DEFAULT_FACTOR) ** count;
  const finishedAt = timeOf(state.finishedAt);
  const isWaiting = state.phase === 'Running' && finishedAt !== null;
  const nextAt = isWaiting ? finishedAt + Math.min(wait, readGoDuration(maxDuration) ?? DEFAULT_LONGEST_MS) : null;
  const most = numberOf(limit, 0);
  return { count, limit: most < 0 ? null : most, nextAt: Number.isFinite(nextAt) ? nextAt : null };
}
