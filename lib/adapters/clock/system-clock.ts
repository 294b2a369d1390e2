import type { Clock } from '#lib/ports/clock.ts';

/** Node fires a longer timer at once, so longer sleeps are made of several. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The machine's own clock. */
export function createSystemClock(): Clock {
  return {
    now: () => Date.now(),
    async sleep(ms, signal) {
      let remainingMs = ms;
      do {
        const stretchMs = Math.min(Math.max(0, remainingMs), LONGEST_TIMER_MS);
        await waitOnce(stretchMs, signal);
        remainingMs -= stretchMs;
      } while (remainingMs > 0);
    },
  };
}

function waitOnce(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
