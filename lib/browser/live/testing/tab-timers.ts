import type { Timers } from '../timers.ts';
import type { FakeTimers } from './fake-timers.ts';

/** A tab's timers: while it is in the background a browser lets them run once a minute at most. */
export type TabTimers = Timers & {
  hide(): void;
  show(): void;
};

const THROTTLED_TO_MS = 60_000;

export function createTabTimers(timers: FakeTimers): TabTimers {
  const pending = new Set<{ dueAt: number; run(): void }>();
  let isHidden = false;
  return {
    now: timers.now,
    steady: timers.steady,
    after(ms, work) {
      const timer = {
        dueAt: timers.steady() + ms,
        run() {
          if (pending.delete(timer)) {
            work();
          }
        },
      };
      pending.add(timer);
      const wait = (forMs: number) =>
        timers.after(forMs, () => {
          const sinceTurn = timers.steady() % THROTTLED_TO_MS;
          if (isHidden && sinceTurn > 0) {
            wait(THROTTLED_TO_MS - sinceTurn);
          } else {
            timer.run();
          }
        });
      wait(ms);
      return () => pending.delete(timer);
    },
    hide() {
      isHidden = true;
    },
    show() {
      isHidden = false;
      for (const timer of [...pending].filter(({ dueAt }) => dueAt <= timers.steady())) {
        timer.run();
      }
    },
  };
}
