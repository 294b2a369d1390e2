import { ExternalError } from '#lib/domain/error/external-error.ts';

export type PollPace = {
  /** Between two polls while somebody looks. */
  fastMs: number;
  /** Between two polls while nobody does. */
  slowMs: number;
  /** The longest pause between two failed polls. */
  maxBackoffMs: number;
};

/** A longer Retry-After is a mistake or malice: nobody wants a source to be silent for good. */
const LONGEST_RETRY_AFTER_MS = 24 * 3_600_000;

/**
 * How long to rest after a poll.
 * After a success it is the pace of the moment, give or take a tenth, so that many portals do not beat in time. After
 * the nth failure in a row it doubles from `fastMs` up to `maxBackoffMs`, of which half is left to chance.
 * @param state.chance 0 to 1, drawn once for each rest
 */
export function restMs(pace: PollPace, state: { failures: number; isWatched: boolean; chance: number }): number {
  if (state.failures === 0) {
    return (state.isWatched ? pace.fastMs : pace.slowMs) * (0.9 + 0.2 * state.chance);
  }
  const doubled = pace.fastMs * 2 ** Math.min(state.failures - 1, 30);
  return Math.min(doubled, pace.maxBackoffMs) * (0.5 + 0.5 * state.chance);
}

/** The time that the other side asked to be left alone, and up to a tenth more; 0 when it did not ask. */
export function retryAfterMs(error: unknown, chance: number): number {
  const seconds = error instanceof ExternalError ? (error.retryAfterSeconds ?? 0) : 0;
  return seconds > 0 ? Math.min(seconds * 1000, LONGEST_RETRY_AFTER_MS) * (1 + 0.1 * chance) : 0;
}
