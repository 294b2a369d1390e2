import { setImmediate as afterPendingWork } from 'node:timers/promises';
import type { Clock } from '#lib/ports/clock.ts';

/** Time in which nobody waits: what sleeps goes on at once, and that much later. */
export type SkippingClock = Clock & {
  /** How much time was slept away, in ms. */
  readonly slept: number;
};

export function createSkippingClock(): SkippingClock {
  let slept = 0;
  return {
    now: () => Date.now() + slept,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      slept += Math.max(0, ms);
      await afterPendingWork();
    },
    get slept() {
      return slept;
    },
  };
}
