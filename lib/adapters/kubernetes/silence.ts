import type { Clock } from '#lib/ports/clock.ts';

export type SilenceGuard = {
  /** Something came. Costs nothing, so it can be called for every piece. */
  heard(): void;
  /** Ends the guard and its timer. */
  stop(): void;
};

const LONGEST_STEP_MS = 1000;

/**
 * Calls `onSilence` once, when nothing was heard for `limitMs` and at most a second more. It counts steps instead of
 * comparing times, so a wall clock that jumps neither hides a silence nor makes one up.
 */
export function startSilenceGuard(clock: Clock, limitMs: number, onSilence: () => void): SilenceGuard {
  const stopping = new AbortController();
  const stepMs = Math.min(LONGEST_STEP_MS, limitMs / 4);
  let quietMs = 0;
  const run = async () => {
    while (quietMs <= limitMs) {
      await clock.sleep(stepMs, stopping.signal);
      quietMs += stepMs;
    }
    onSilence();
  };
  run().catch((error: unknown) => {
    if (!stopping.signal.aborted) {
      throw error;
    }
  });
  return {
    heard: () => {
      quietMs = 0;
    },
    stop: () => stopping.abort(),
  };
}
