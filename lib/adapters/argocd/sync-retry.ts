import type { SyncRetry } from '#lib/domain/application/application.ts';
import { fieldsOf, numberOf, timeOf } from '#lib/domain/value/fields.ts';

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
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
  const wait = (durationMs(duration) ?? DEFAULT_MS) * numberOf(factor, DEFAULT_FACTOR) ** count;
  const finishedAt = timeOf(state.finishedAt);
  const isWaiting = state.phase === 'Running' && finishedAt !== null;
  const nextAt = isWaiting ? finishedAt + Math.min(wait, durationMs(maxDuration) ?? DEFAULT_LONGEST_MS) : null;
  const most = numberOf(limit, 0);
  return { count, limit: most < 0 ? null : most, nextAt: Number.isFinite(nextAt) ? nextAt : null };
}

/** As Go writes them, `1m30s`; digits alone are seconds. Null for what is none. */
function durationMs(value: unknown): number | null {
  if (typeof value !== 'string' || !/^(?:\d{1,9}|(?:\d{1,9}(?:\.\d{1,3})?(?:ms|s|m|h)){1,4})$/.test(value)) {
    return null;
  }
  return /^\d+$/.test(value)
    ? Number(value) * 1000
    : [...value.matchAll(/([\d.]+)(ms|s|m|h)/g)].reduce(
        (sum, [, n, unit = '']) => sum + Number(n) * (UNIT_MS[unit] ?? 0),
        0,
      );
}
