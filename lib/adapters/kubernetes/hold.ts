import type { Clock } from '#lib/ports/clock.ts';

/** The time that a server asked to be left alone. */
export type Hold = {
  /** Seconds that are left, at least 1 while it is held; 0 when it is not. */
  secondsLeft(): number;
  start(seconds: number): void;
};

/**
 * Counts on timers, not on the wall clock, so that a clock that jumps does not break what was asked for.
 * @param signal ends every hold
 */
export function createHold(clock: Clock, signal: AbortSignal): Hold {
  let running = 0;
  let until = 0;
  return {
    secondsLeft: () => (running === 0 ? 0 : Math.max(1, Math.ceil((until - clock.now()) / 1000))),
    start(seconds) {
      if (seconds <= 0) {
        return;
      }
      running += 1;
      until = Math.max(until, clock.now() + seconds * 1000);
      clock.sleep(seconds * 1000, signal).then(
        () => {
          running -= 1;
        },
        () => undefined, // The connection was closed.
      );
    },
  };
}
