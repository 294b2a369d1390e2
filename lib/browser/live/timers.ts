/** The browser's time, so that tests can own it. */
export type Timers = {
  /** ms since 1970. */
  now(): number;
  /** ms since some moment, never going back. Some browsers stop it while the machine sleeps. */
  steady(): number;
  /** Calls `work` after `ms`. Returns how to call it off. */
  after(ms: number, work: () => void): () => void;
};

export const BROWSER_TIMERS: Timers = {
  now: () => Date.now(),
  steady: () => performance.now(),
  after(ms, work) {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
};

/** Time since the last `restart`, true also after the machine slept or the clock was set: the longer of two measures. */
export function createStopwatch(timers: Timers): { restart(): void; elapsedMs(): number } {
  let wall = timers.now();
  let steady = timers.steady();
  return {
    restart() {
      wall = timers.now();
      steady = timers.steady();
    },
    elapsedMs: () => Math.max(timers.now() - wall, timers.steady() - steady, 0),
  };
}
