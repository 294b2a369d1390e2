import type { SandboxClock } from '../../clock.ts';
import { StoreError } from '../../kubernetes/store.ts';
import { createDelays } from './delays.ts';

/** Keys that wait for their turn; a key that is added twice is worked on once. */
export type WorkQueue = {
  add(key: string): void;
  /** Adds the key after sandbox ms; of several waits for one key the earliest counts. */
  addAfter(key: string, ms: number): void;
  /** As `addAfter`, twice as long each time until `forget`. */
  addWithBackoff(key: string, options?: { firstMs?: number; mostMs?: number }): void;
  forget(key: string): void;
  readonly isIdle: boolean;
  close(): void;
};

/** How long one turn may keep the event loop, in real ms. */
const TURN_MS = 10;

/** Hands out keys one after the other, in turns that leave room for others. */
function createTurns(work: (key: string) => void) {
  const waiting = new Set<string>();
  let turn: NodeJS.Immediate | undefined;
  let isClosed = false;

  const schedule = () => {
    if (turn === undefined && !isClosed) {
      turn = setImmediate(takeTurn);
    }
  };
  const run = (key: string) => {
    try {
      work(key);
    } catch (error) {
      if (!(error instanceof StoreError) || error.reason === 'AlreadyExists') {
        throw error;
      }
      waiting.add(key);
    }
  };
  const takeTurn = () => {
    turn = undefined;
    const until = performance.now() + TURN_MS;
    for (const key of waiting) {
      waiting.delete(key);
      run(key);
      if (performance.now() >= until) {
        break;
      }
    }
    if (waiting.size > 0) {
      schedule();
    }
  };

  return {
    add(key: string) {
      waiting.add(key);
      schedule();
    },
    isEmpty: () => waiting.size === 0,
    close() {
      isClosed = true;
      clearImmediate(turn);
      waiting.clear();
    },
  };
}

/**
 * @param work is called with one key at a time, never from inside a write to the store. What it throws ends the
 *   process, except a write that met another one: that is tried again.
 */
export function createWorkQueue(clock: SandboxClock, work: (key: string) => void): WorkQueue {
  const turns = createTurns(work);
  const delays = createDelays(clock, turns.add);
  const failures = new Map<string, number>();

  return {
    add: turns.add,
    addAfter: delays.add,
    addWithBackoff(key, { firstMs = 1000, mostMs = 300_000 } = {}) {
      const count = failures.get(key) ?? 0;
      failures.set(key, count + 1);
      delays.add(key, Math.min(firstMs * 2 ** count, mostMs));
    },
    forget(key) {
      failures.delete(key);
    },
    get isIdle() {
      return turns.isEmpty();
    },
    close() {
      turns.close();
      delays.close();
    },
  };
}
