import type { Timers } from '../timers.ts';

export type FakeTimers = Timers & {
  advance(ms: number): void;
  /** The machine sleeps: the wall clock goes on, nothing else does. */
  sleep(ms: number): void;
  readonly pending: number;
};

export function createFakeTimers(): FakeTimers {
  let wall = 1_700_000_000_000;
  let steady = 0;
  const due = new Set<{ at: number; work: () => void }>();
  return {
    now: () => wall,
    steady: () => steady,
    after(ms, work) {
      const timer = { at: steady + ms, work };
      due.add(timer);
      return () => due.delete(timer);
    },
    advance(ms) {
      const end = steady + ms;
      for (;;) {
        const [next] = [...due].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at);
        if (next === undefined) {
          break;
        }
        due.delete(next);
        wall += Math.max(0, next.at - steady);
        steady = Math.max(steady, next.at);
        next.work();
      }
      wall += end - steady;
      steady = end;
    },
    sleep(ms) {
      wall += ms;
    },
    get pending() {
      return due.size;
    },
  };
}
