import type { Attention } from '#lib/ports/attention.ts';

/** Counts who looks. `begin` says that somebody does and returns how to say that they no longer do. */
export function createAttention(): Attention & { begin(): () => void } {
  const listeners = new Set<() => void>();
  let count = 0;
  const change = (by: 1 | -1) => {
    const wasThere = count > 0;
    count += by;
    if (wasThere !== count > 0) {
      for (const listener of [...listeners]) {
        listener();
      }
    }
  };
  return {
    get isThere() {
      return count > 0;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    begin() {
      change(1);
      let isOver = false;
      return () => {
        if (!isOver) {
          isOver = true;
          change(-1);
        }
      };
    },
  };
}
