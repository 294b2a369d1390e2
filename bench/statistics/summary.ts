/** What many measurements of the same thing say. */
export type Summary = {
  count: number;
  median: number;
  p95: number;
  p98: number;
  p99: number;
  /** The largest: of most of what is measured here less is better. */
  worst: number;
  /** The smallest, for that of which more is better. */
  least: number;
  /** How far apart the middle half lies, as a share of the median. */
  spread: number;
};

/** The value that so large a share of all values does not exceed. `values` must not be empty. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  const value = sorted[rank - 1];
  if (value === undefined) {
    throw new RangeError('nothing was measured');
  }
  return value;
}

/** The middle value, or half-way between the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = quantile(sorted, 0.5);
  return sorted.length % 2 === 0 ? (upper + (sorted[sorted.length / 2] ?? upper)) / 2 : upper;
}

export function spreadOf(values: readonly number[]): number {
  const middle = median(values);
  return middle === 0 ? 0 : (quantile(values, 0.75) - quantile(values, 0.25)) / middle;
}

export function summarise(values: readonly number[]): Summary {
  return {
    count: values.length,
    median: median(values),
    p95: quantile(values, 0.95),
    p98: quantile(values, 0.98),
    p99: quantile(values, 0.99),
    worst: quantile(values, 1),
    least: quantile(values, 0),
    spread: spreadOf(values),
  };
}
