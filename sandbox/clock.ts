/** Cancels what it came with; does nothing when that is already over. */
export type Cancel = () => void;

/** The time of the pretend platform. It can run faster than the real one; everything in the sandbox asks it. */
export type SandboxClock = {
  /** ms since 1970, in sandbox time. */
  now(): number;
  /** RFC 3339 with whole seconds, as Kubernetes writes times. */
  timestamp(): string;
  /** How many sandbox seconds pass in a real one. */
  readonly rate: number;
  /** Changes the pace from now on; timers that are running keep their sandbox due time. */
  setRate(rate: number): void;
  /** Calls `work` after `ms` of sandbox time. */
  after(ms: number, work: () => void): Cancel;
  /** Cancels every timer. */
  stop(): void;
};

/** Node fires a longer timer at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

type Timer = { dueAt: number; work: () => void; handle?: NodeJS.Timeout };

/** @param options.rate sandbox seconds per real second; `startAt` the sandbox's first moment, default now */
export function createSandboxClock(options: { rate?: number; startAt?: number } = {}): SandboxClock {
  let rate = options.rate ?? 1;
  let sandboxBase = options.startAt ?? Date.now();
  let realBase = performance.now();
  const timers = new Set<Timer>();

  const now = () => Math.round(sandboxBase + (performance.now() - realBase) * rate);
  const arm = (timer: Timer) => {
    clearTimeout(timer.handle);
    // Node cuts off fractions, which would be early.
    const delayMs = Math.ceil(Math.max(0, (timer.dueAt - now()) / rate));
    if (delayMs > LONGEST_TIMER_MS) {
      timer.handle = setTimeout(() => arm(timer), LONGEST_TIMER_MS);
      return;
    }
    timer.handle = setTimeout(() => {
      timers.delete(timer);
      timer.work();
    }, delayMs);
  };

  return {
    now,
    timestamp: () => `${new Date(now()).toISOString().slice(0, 19)}Z`,
    get rate() {
      return rate;
    },
    setRate(next) {
      sandboxBase = now();
      realBase = performance.now();
      rate = next;
      timers.forEach(arm);
    },
    after(ms, work) {
      const timer: Timer = { dueAt: now() + ms, work };
      timers.add(timer);
      arm(timer);
      return () => {
        clearTimeout(timer.handle);
        timers.delete(timer);
      };
    },
    stop() {
      for (const timer of timers) {
        clearTimeout(timer.handle);
      }
      timers.clear();
    },
  };
}
