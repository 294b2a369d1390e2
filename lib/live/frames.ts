import type { Clock } from '#lib/ports/clock.ts';

export type Frames = {
  /** Something is to be told. */
  request(): void;
};

/** Less than one picture of a screen, so that a change waits for the next picture and not for the next but one. */
const SHORTEST_FRAME_MS = 10;
const LONGEST_FRAME_MS = 250;
/** Telling may take one part in so many of the time: frames that take long become fewer. */
const SHARE = 5;
/** How much the last frame counts against those before: one that took long now and then delays nobody after it. */
const WEIGHT = 0.1;

/**
 * Joins bursts: the first change is told at once, what follows at most once a frame. Under load frames grow longer, so
 * that there is always time for taking in what is to be told.
 */
export function createFrames(clock: Clock, tell: () => void, signal: AbortSignal): Frames {
  let isRunning = false;
  let isRequested = false;
  let usualMs = 0;

  const run = async () => {
    while (isRequested && !signal.aborted) {
      isRequested = false;
      const startedAt = performance.now();
      tell();
      usualMs += WEIGHT * (performance.now() - startedAt - usualMs);
      await clock.sleep(Math.min(Math.max(SHORTEST_FRAME_MS, usualMs * SHARE), LONGEST_FRAME_MS), signal);
    }
    isRunning = false;
  };

  return {
    request() {
      isRequested = true;
      if (isRunning) {
        return;
      }
      isRunning = true;
      // After the work that goes on now, which may be taking in many changes in a row.
      queueMicrotask(() => {
        run().catch((error: unknown) => {
          isRunning = false;
          if (!signal.aborted) {
            throw error;
          }
        });
      });
    },
  };
}
