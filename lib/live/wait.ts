import type { Clock } from '#lib/ports/clock.ts';

export type Wait = {
  /** Resolves when the time is over or the wait was cancelled. */
  readonly over: Promise<void>;
  /** Asks again how long it is to be. */
  reconsider(): void;
  cancel(): void;
};

/** A pause whose length can change while it lasts. @param remainingMs what is left of it now; 0 or less ends it */
export function startWait(clock: Clock, remainingMs: () => number): Wait {
  let isCancelled = false;
  let waking = new AbortController();
  const run = async () => {
    for (let ms = remainingMs(); ms > 0 && !isCancelled; ms = remainingMs()) {
      waking = new AbortController();
      if (await sleepThrough(clock, ms, waking.signal)) {
        return;
      }
    }
  };
  return {
    over: run(),
    reconsider: () => waking.abort(),
    cancel: () => {
      isCancelled = true;
      waking.abort();
    },
  };
}

/** Whether the sleep lasted its whole time. */
async function sleepThrough(clock: Clock, ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await clock.sleep(ms, signal);
    return true;
  } catch (error) {
    if (!signal.aborted) {
      throw error;
    }
    return false;
  }
}
