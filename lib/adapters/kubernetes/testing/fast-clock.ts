import type { Clock } from '#lib/ports/clock.ts';

/** Real time, only faster, so that tests with real sockets can live through minutes. Nobody wakes early. */
export function createFastClock(rate: number): Clock {
  const startedAt = Date.now();
  const begin = performance.now();
  const passedMs = () => (performance.now() - begin) * rate;
  return {
    now: () => Math.round(startedAt + passedMs()),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason);
          return;
        }
        const until = passedMs() + ms;
        let timer: NodeJS.Timeout;
        const onAbort = () => {
          clearTimeout(timer);
          reject(signal?.reason);
        };
        const rest = () => {
          const leftMs = until - passedMs();
          if (leftMs > 0) {
            // Timers of Node count whole milliseconds, which are many here.
            timer = setTimeout(rest, leftMs / rate);
          } else {
            signal?.removeEventListener('abort', onAbort);
            resolve();
          }
        };
        timer = setTimeout(rest, ms / rate);
        signal?.addEventListener('abort', onAbort, { once: true });
      }),
  };
}
