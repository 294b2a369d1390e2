/** As long as a signed time is believed, on both sides of now. */
const REMEMBERED_MS = 600_000;
const MOST = 10_000;

/** Deliveries that were heard already: what is sent again by somebody who listened says nothing new. */
export type HeardDeliveries = {
  /** Notes it; false when it was heard before. */
  isNew(id: string, now: number): boolean;
};

export function createHeardDeliveries(): HeardDeliveries {
  // In the order in which they came, so the oldest stand first.
  const heard = new Map<string, number>();
  return {
    isNew(id, now) {
      for (const [old, at] of heard) {
        if (now - at < REMEMBERED_MS && heard.size < MOST) {
          break;
        }
        heard.delete(old);
      }
      if (heard.has(id)) {
        return false;
      }
      heard.set(id, now);
      return true;
    },
  };
}
