import type { Clock } from '#lib/ports/clock.ts';

/** Real time, only faster, so that tests with real sockets can live through minutes. */
export function createFastClock(rate: number): Clock {
  const startedAt = Date.now();
  const begin = performance.now();
  return {
    now: () => Math.round(startedAt + (performance.now() - begin) * rate),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
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
        }, ms / rate);
        signal?.addEventListener('abort', onAbort, { once: true });
      }),
  };
}
