import type { SandboxClock } from '../clock.ts';

export type Background = {
  /** Does the work after `delayMs` of sandbox time. Nothing waits for it but `idle` and `close`. */
  later(delayMs: number, work: () => Promise<void>): void;
  /** Resolves when no work is left, timers included. For tests that look at the far side. */
  idle(): Promise<void>;
  /** Drops what has not begun and waits for the rest; throws when some of it had failed. */
  close(): Promise<void>;
};

/** GitLab's Sidekiq: work that goes on after the answer was sent. */
export function createBackground(clock: SandboxClock): Background {
  const cancels = new Set<() => void>();
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const waiting: (() => void)[] = [];
  let isClosed = false;

  const settle = () => {
    if (cancels.size === 0 && running.size === 0) {
      for (const wake of waiting.splice(0)) {
        wake();
      }
    }
  };
  const start = (work: () => Promise<void>) => {
    const task = work()
      .catch((error: unknown) => {
        failures.push(error);
      })
      .finally(() => {
        running.delete(task);
        settle();
      });
    running.add(task);
  };
  const throwFailures = () => {
    if (failures.length > 0) {
      throw new AggregateError(failures.splice(0), 'background work of the sandbox GitLab failed');
    }
  };

  return {
    later(delayMs, work) {
      if (isClosed) {
        return;
      }
      const cancel = clock.after(delayMs, () => {
        cancels.delete(cancel);
        start(work);
      });
      cancels.add(cancel);
    },
    async idle() {
      if (cancels.size > 0 || running.size > 0) {
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
      throwFailures();
    },
    async close() {
      isClosed = true;
      for (const cancel of cancels) {
        cancel();
      }
      cancels.clear();
      await Promise.all(running);
      settle();
      throwFailures();
    },
  };
}
