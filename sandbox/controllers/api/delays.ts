import type { Cancel, SandboxClock } from '../../clock.ts';

/** Keys that are due later, in sandbox time. */
export type Delays = {
  /** After sandbox ms; of several waits for one key the earliest counts. */
  add(key: string, ms: number): void;
  /** Nothing becomes due any more. */
  close(): void;
};

export function createDelays(clock: SandboxClock, onDue: (key: string) => void): Delays {
  const delayed = new Map<string, { dueAt: number; cancel: Cancel }>();
  let isClosed = false;

  return {
    add(key, ms) {
      const dueAt = clock.now() + ms;
      const known = delayed.get(key);
      if (isClosed || (known !== undefined && known.dueAt <= dueAt)) {
        return;
      }
      known?.cancel();
      const cancel = clock.after(ms, () => {
        delayed.delete(key);
        onDue(key);
      });
      delayed.set(key, { dueAt, cancel });
    },
    close() {
      isClosed = true;
      for (const { cancel } of delayed.values()) {
        cancel();
      }
      delayed.clear();
    },
  };
}
