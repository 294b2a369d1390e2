export type Backoff = {
  /**
   * How long to rest before the next try, in ms: longer after each failure, and never the same for everyone.
   * @param longestMs what no rest is longer than
   */
  next(longestMs?: number): number;
  /** How many times in a row it was asked for. */
  readonly failures: number;
  /** It worked. */
  reset(): void;
};

const FIRST_MS = 1000;
const LONGEST_MS = 30_000;

/**
 * Exponential with full jitter, so that many portals that lost the same server do not come back in step.
 * @param random 0 to 1
 */
export function createBackoff(random: () => number): Backoff {
  let failures = 0;
  return {
    next(longestMs = LONGEST_MS) {
      const ceilingMs = Math.min(longestMs, LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 20));
      failures += 1;
      return random() * ceilingMs;
    },
    get failures() {
      return failures;
    },
    reset() {
      failures = 0;
    },
  };
}
