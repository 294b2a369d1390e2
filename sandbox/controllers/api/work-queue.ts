import type { Cancel, SandboxClock } from '../../clock.ts';
import { StoreError } from '../../kubernetes/store.ts';

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

/**
 * @param work is called with one key at a time, never from inside a write to the store. What it throws ends the
 *   process, except a write that met another one: that is tried again.
 */
export function createWorkQueue(clock: SandboxClock, work: (key: string) => void): WorkQueue {
  const waiting = new Set<string>();
  const delayed = new Map<string, { dueAt: number; cancel: Cancel }>();
  const failures = new Map<string, number>();
  let turn: NodeJS.Immediate | undefined;
  let isClosed = false;

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
  const schedule = () => {
    if (turn === undefined && !isClosed) {
      turn = setImmediate(takeTurn);
    }
  };
  const add = (key: string) => {
    waiting.add(key);
    schedule();
  };
  const addAfter = (key: string, ms: number) => {
    const dueAt = clock.now() + ms;
    const known = delayed.get(key);
    if (isClosed || (known !== undefined && known.dueAt <= dueAt)) {
      return;
    }
    known?.cancel();
    const cancel = clock.after(ms, () => {
      delayed.delete(key);
      add(key);
    });
    delayed.set(key, { dueAt, cancel });
  };

  return {
    add,
    addAfter,
    addWithBackoff(key, { firstMs = 1000, mostMs = 300_000 } = {}) {
      const count = failures.get(key) ?? 0;
      failures.set(key, count + 1);
      addAfter(key, Math.min(firstMs * 2 ** count, mostMs));
    },
    forget(key) {
      failures.delete(key);
    },
    get isIdle() {
      return waiting.size === 0;
    },
    close() {
      isClosed = true;
      clearImmediate(turn);
      for (const { cancel } of delayed.values()) {
        cancel();
      }
      delayed.clear();
      waiting.clear();
    },
  };
}
