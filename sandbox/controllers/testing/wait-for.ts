import type { ObjectStore } from '../../kubernetes/store.ts';

/**
 * Resolves when a condition holds, looking again after every change of the store.
 * @param timeoutMs real ms; then it rejects and says what it waited for
 */
export function waitFor(store: ObjectStore, what: string, holds: () => boolean, timeoutMs = 10_000): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      clearInterval(again);
      stop();
      settle();
    };
    const look = () => {
      if (holds()) {
        finish(resolve);
      }
    };
    const timer = setTimeout(() => finish(() => reject(new Error(`not within ${timeoutMs} ms: ${what}`))), timeoutMs);
    // Conditions about time hold without a change of the store.
    const again = setInterval(look, 20);
    const stop = store.subscribe(look);
    look();
  });
}
