/** How often something may be done by each of many; a bucket each, which fills up by itself. */
export type TokenBuckets = {
  /** Takes one for `key`. Gives 0, or how many seconds to wait where there is none left. */
  take(key: string, now: number): number;
  /** How many keys are remembered. */
  size(): number;
};

type Bucket = { tokens: number; at: number };

const MINUTE_MS = 60_000;

/**
 * `perMinute` at once and as many a minute. At most `maxKeys` are remembered, so that many keys cost no more memory than
 * that: those that were not heard of for longest are forgotten first, and who was refused a moment ago is not among them.
 */
export function createTokenBuckets(perMinute: number, maxKeys = 10_000): TokenBuckets {
  // In the order in which they were heard of last.
  const buckets = new Map<string, Bucket>();
  const perMs = perMinute / MINUTE_MS;

  const forget = (now: number) => {
    for (const [key, { at }] of buckets) {
      const isFull = now - at >= MINUTE_MS;
      if (!isFull && buckets.size <= maxKeys) {
        return;
      }
      buckets.delete(key);
    }
  };

  return {
    take(key, now) {
      const before = buckets.get(key) ?? { tokens: perMinute, at: now };
      // A clock that was set back gives nothing and takes nothing.
      const passed = Math.max(0, now - before.at);
      const tokens = Math.min(perMinute, before.tokens + passed * perMs);
      const isLeft = tokens >= 1;
      buckets.delete(key);
      buckets.set(key, { tokens: isLeft ? tokens - 1 : tokens, at: now });
      forget(now);
      return isLeft ? 0 : Math.max(1, Math.ceil((1 - tokens) / perMs / 1000));
    },
    size: () => buckets.size,
  };
}
