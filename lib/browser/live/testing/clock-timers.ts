import type { Timers } from '../timers.ts';

type Clock = { now(): number; sleep(ms: number, signal?: AbortSignal): Promise<void> };

/** A browser's timers on a clock of the test's own. */
export function timersOf(clock: Clock): Timers {
  return {
    now: () => clock.now(),
    steady: () => clock.now(),
    after(ms, work) {
      const calledOff = new AbortController();
      clock.sleep(ms, calledOff.signal).then(work, () => undefined); // Rejects when it is called off.
      return () => calledOff.abort();
    },
  };
}
