import type { Cancel, SandboxClock } from '../../clock.ts';

/** Applications that wait to be looked at, one at a time. */
export type AppQueue = {
  add(name: string): void;
  /** After sandbox ms; of several waits for one name the earliest counts. */
  addAfter(name: string, ms: number): void;
  /** Resolves when nothing waits to be looked at now. */
  whenIdle(): Promise<void>;
  close(): Promise<void>;
};

/**
 * An Application that took long to look at is left alone for some times as long, so that one with very many children,
 * of which always some are changing, cannot keep the process busy.
 */
const REST_FACTOR = 3;
const MOST_REST_MS = 500;

/** @param work what it throws ends the process: it is a mistake of the sandbox itself */
export function createAppQueue(clock: SandboxClock, work: (name: string) => Promise<void>): AppQueue {
  const waiting = new Set<string>();
  const delayed = new Map<string, { dueAt: number; cancel: Cancel }>();
  const resting = new Map<string, NodeJS.Timeout>();
  const idle: (() => void)[] = [];
  let running: Promise<void> | null = null;
  let isClosed = false;

  const rest = (name: string, tookMs: number) => {
    const restMs = Math.min(tookMs * REST_FACTOR, MOST_REST_MS);
    if (restMs >= 1 && !isClosed) {
      const timer = setTimeout(() => {
        resting.delete(name);
        start();
      }, restMs);
      resting.set(name, timer);
    }
  };
  const nextReady = () => [...waiting].find((name) => !resting.has(name));
  const run = async () => {
    for (let name = nextReady(); name !== undefined && !isClosed; name = nextReady()) {
      waiting.delete(name);
      const since = performance.now();
      await work(name);
      rest(name, performance.now() - since);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const start = () => {
    if (running === null && !isClosed && nextReady() !== undefined) {
      running = run().finally(() => {
        running = null;
        start();
        if (waiting.size === 0 && running === null) {
          for (const resolve of idle.splice(0)) {
            resolve();
          }
        }
      });
      running.catch((error: unknown) => {
        queueMicrotask(() => {
          throw error;
        });
      });
    }
  };
  const add = (name: string) => {
    waiting.add(name);
    start();
  };

  return {
    add,
    addAfter(name, ms) {
      const dueAt = clock.now() + ms;
      const known = delayed.get(name);
      if (isClosed || (known !== undefined && known.dueAt <= dueAt)) {
        return;
      }
      known?.cancel();
      const cancel = clock.after(ms, () => {
        delayed.delete(name);
        add(name);
      });
      delayed.set(name, { dueAt, cancel });
    },
    whenIdle: () =>
      waiting.size === 0 && running === null ? Promise.resolve() : new Promise((resolve) => idle.push(resolve)),
    async close() {
      isClosed = true;
      for (const { cancel } of delayed.values()) {
        cancel();
      }
      for (const timer of resting.values()) {
        clearTimeout(timer);
      }
      waiting.clear();
      await running?.catch(() => undefined);
      for (const resolve of idle.splice(0)) {
        resolve();
      }
    },
  };
}
