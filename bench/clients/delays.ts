const STEPS_PER_MS = 10;
const LONGEST_MS = 20_000;

/** Millions of delays in a few hundred KB: how many there were of each tenth of a millisecond. */
export type Delays = {
  add(ms: number): void;
  /** The delay that so large a share does not exceed; 0 when there were none. */
  quantile(share: number): number;
  clear(): void;
};

export function createDelays(): Delays {
  const counts = new Uint32Array(LONGEST_MS * STEPS_PER_MS + 1);
  let total = 0;
  return {
    add(ms) {
      const step = Math.min(counts.length - 1, Math.max(0, Math.round(ms * STEPS_PER_MS)));
      counts[step] = (counts[step] ?? 0) + 1;
      total += 1;
    },
    quantile(share) {
      const rank = Math.max(1, Math.ceil(share * total));
      let seen = 0;
      const step = counts.findIndex((count) => {
        seen += count;
        return seen >= rank;
      });
      return Math.max(0, step) / STEPS_PER_MS;
    },
    clear() {
      counts.fill(0);
      total = 0;
    },
  };
}
