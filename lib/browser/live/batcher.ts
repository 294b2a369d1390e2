import type { Timers } from './timers.ts';

/** At most one delivery in so many ms, so that a page that gets hundreds of changes a second draws twenty times. */
const BATCH_MS = 50;

/**
 * Joins what comes in quick succession: the first item is delivered at once, what follows together.
 * @returns how to add an item
 */
export function createBatcher<Item>(timers: Timers, deliver: (items: Item[]) => void): (item: Item) => void {
  let waiting: Item[] = [];
  let isResting = false;

  const flush = () => {
    isResting = waiting.length > 0;
    if (isResting) {
      const items = waiting;
      waiting = [];
      timers.after(BATCH_MS, flush);
      deliver(items);
    }
  };
  return (item) => {
    waiting.push(item);
    if (!isResting) {
      flush();
    }
  };
}
