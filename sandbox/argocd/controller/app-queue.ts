import type { SandboxClock } from '../../clock.ts';
import { createDelays } from '../../controllers/api/delays.ts';

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

/** Who rests, and for how long. @param onRested somebody may be looked at again */
function createRests(onRested: () => void) {
  const resting = new Map<string, NodeJS.Timeout>();

  return {
    isResting: (name: string) => resting.has(name),
    begin(name: string, tookMs: number) {
      const restMs = Math.min(tookMs * REST_FACTOR, MOST_REST_MS);
      if (restMs < 1) {
        return;
      }
      const timer = setTimeout(() => {
        resting.delete(name);
        onRested();
      }, restMs);
      resting.set(name, timer);
    },
    close() {
      for (const timer of resting.values()) {
        clearTimeout(timer);
      }
      resting.clear();
    },
  };
}

/** Works as long as `step` finds something to do. @param onRest there is nothing to do just now */
function createWorker(step: () => Promise<boolean>, onRest: () => void) {
  let running: Promise<void> | null = null;
  let isClosed = false;

  const run = async () => {
    while (!isClosed && (await step())) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    running = null;
    onRest();
  };
  return {
    isRunning: () => running !== null,
    start() {
      if (running === null && !isClosed) {
        running = run();
        running.catch((error: unknown) => {
          queueMicrotask(() => {
            throw error;
          });
        });
      }
    },
    async close() {
      isClosed = true;
      await running?.catch(() => undefined);
    },
  };
}

/** @param work what it throws ends the process: it is a mistake of the sandbox itself */
export function createAppQueue(clock: SandboxClock, work: (name: string) => Promise<void>): AppQueue {
  const waiting = new Set<string>();
  const idle: (() => void)[] = [];

  const isIdle = () => waiting.size === 0 && !worker.isRunning();
  const announceIdle = () => {
    for (const resolve of isIdle() ? idle.splice(0) : []) {
      resolve();
    }
  };
  const nextReady = () => [...waiting].find((name) => !rests.isResting(name));
  const step = async () => {
    const name = nextReady();
    if (name === undefined) {
      return false;
    }
    waiting.delete(name);
    const since = performance.now();
    await work(name);
    rests.begin(name, performance.now() - since);
    return true;
  };
  const onRest = () => {
    // What came between the last look and now would wait for ever.
    if (nextReady() !== undefined) {
      worker.start();
    }
    announceIdle();
  };
  const worker = createWorker(step, onRest);
  const rests = createRests(worker.start);
  const add = (name: string) => {
    waiting.add(name);
    worker.start();
  };
  const delays = createDelays(clock, add);

  return {
    add,
    addAfter: delays.add,
    whenIdle: () => (isIdle() ? Promise.resolve() : new Promise((resolve) => idle.push(resolve))),
    async close() {
      delays.close();
      await worker.close();
      rests.close();
      waiting.clear();
      announceIdle();
    },
  };
}
