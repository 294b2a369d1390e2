import type { SandboxClock } from './clock.ts';

export type Background = {
  /** Does the work after `delayMs` of sandbox time. Nothing waits for it but `idle` and `close`. */
  later(delayMs: number, work: () => Promise<void>): void;
  /** Resolves when no work is left, timers included. For tests that look at the far side. */
  idle(): Promise<void>;
  /** Drops what has not begun and waits for the rest; throws when some of it had failed. */
  close(): Promise<void>;
};

/** What GitLab's Sidekiq and Gitea's queues are: work that goes on after the answer was sent. */
export function createBackground(clock: SandboxClock): Background {
  const cancels = new Set<() => void>();
  const running = createRunning(() => cancels.size === 0);
  let isClosed = false;
  return {
    later(delayMs, work) {
      if (isClosed) {
        return;
      }
      const cancel = clock.after(delayMs, () => {
        cancels.delete(cancel);
        running.start(work);
      });
      cancels.add(cancel);
    },
    async idle() {
      await running.rest();
      running.throwFailures();
    },
    async close() {
      isClosed = true;
      for (const cancel of cancels) {
        cancel();
      }
      cancels.clear();
      await running.rest();
      running.throwFailures();
    },
  };
}

/** Keeps track of work that was begun. `isNothingWaiting` says whether more is about to begin. */
function createRunning(isNothingWaiting: () => boolean) {
  const tasks = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const sleepers: (() => void)[] = [];
  const isAtRest = () => tasks.size === 0 && isNothingWaiting();
  const wake = () => {
    if (isAtRest()) {
      for (const resolve of sleepers.splice(0)) {
        resolve();
      }
    }
  };
  return {
    start(work: () => Promise<void>): void {
      const task = work()
        .catch((error: unknown) => {
          failures.push(error);
        })
        .finally(() => {
          tasks.delete(task);
          wake();
        });
      tasks.add(task);
    },
    async rest(): Promise<void> {
      if (!isAtRest()) {
        await new Promise<void>((resolve) => sleepers.push(resolve));
      }
    },
    throwFailures(): void {
      if (failures.length > 0) {
        throw new AggregateError(failures.splice(0), 'background work of the sandbox failed');
      }
    },
  };
}
