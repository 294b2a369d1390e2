import { setImmediate as afterPendingWork } from 'node:timers/promises';
import type { Clock } from '#lib/ports/clock.ts';

type Sleeper = { wakesAt: number; wake: () => void };

export type FakeClock = Clock & {
  /**
   * Lets `ms` pass: sleepers wake in the order they are due, each at its own moment, and what they start (also new
   * sleeps that fall into the time) runs before the next one wakes. Work that waits for real input or output is not
   * waited for.
   */
  advance(ms: number): Promise<void>;
  /** Sets the wall clock forward or back without letting time pass, as a time server or an operator does. */
  jump(ms: number): void;
  /** How many sleeps are going on. */
  readonly sleeping: number;
};

/** Time that passes only when told to. @param startAt ms since 1970 */
export function createFakeClock(startAt = Date.UTC(2026, 10, 21, 12)): FakeClock {
  // Sleeps are counted on a time of their own, which no jump of the wall clock touches.
  let elapsedMs = 0;
  let wallBase = startAt;
  const sleepers = new Set<Sleeper>();

  return {
    now: () => wallBase + elapsedMs,
    sleep: (ms, signal) => addSleeper(sleepers, elapsedMs + Math.max(0, ms), signal),
    async advance(ms) {
      const until = elapsedMs + ms;
      await afterPendingWork();
      for (let next = firstDue(sleepers, until); next !== undefined; next = firstDue(sleepers, until)) {
        elapsedMs = Math.max(elapsedMs, next.wakesAt);
        next.wake();
        await afterPendingWork();
      }
      elapsedMs = until;
    },
    jump(ms) {
      wallBase += ms;
    },
    get sleeping() {
      return sleepers.size;
    },
  };
}

function addSleeper(sleepers: Set<Sleeper>, wakesAt: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = () => {
      sleepers.delete(sleeper);
      reject(signal?.reason);
    };
    const sleeper: Sleeper = {
      wakesAt,
      wake: () => {
        sleepers.delete(sleeper);
        signal?.removeEventListener('abort', onAbort);
        resolve();
      },
    };
    sleepers.add(sleeper);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** Of those due at the same moment, the one that went to sleep first. */
function firstDue(sleepers: ReadonlySet<Sleeper>, until: number): Sleeper | undefined {
  let first: Sleeper | undefined;
  for (const sleeper of sleepers) {
    if (sleeper.wakesAt <= until && (first === undefined || sleeper.wakesAt < first.wakesAt)) {
      first = sleeper;
    }
  }
  return first;
}
