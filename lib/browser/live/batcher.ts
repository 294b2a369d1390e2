import type { WhenStill } from './press.ts';
import type { Timers } from './timers.ts';

/** After something was delivered, the next waits so long. */
const SHORTEST_REST_MS = 50;
/** While more and more comes, deliveries become fewer: a page that gets hundreds of changes a second draws eight times. */
const LONGEST_REST_MS = 120;
const GROWTH = 1.5;

/**
 * Joins what comes in quick succession: the first item is delivered at once, what follows together.
 * @param whenStill when something may be delivered
 * @returns how to add an item
 */
export function createBatcher<Item>(
  timers: Timers,
  whenStill: WhenStill,
  deliver: (items: Item[]) => void,
): (item: Item) => void {
  let waiting: Item[] = [];
  let isResting = false;
  let restMs = SHORTEST_REST_MS;

  const flush = () => {
    if (waiting.length === 0) {
      isResting = false;
      restMs = SHORTEST_REST_MS;
      return;
    }
    const items = waiting;
    waiting = [];
    timers.after(restMs, () => whenStill(flush));
    restMs = Math.min(restMs * GROWTH, LONGEST_REST_MS);
    deliver(items);
  };
  return (item) => {
    waiting.push(item);
    if (!isResting) {
      isResting = true;
      whenStill(flush);
    }
  };
}
