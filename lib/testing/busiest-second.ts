/** How much more is asked in the busiest second, wherever it begins, than in a mean one. */
export function busiestSecond(asked: readonly number[], { from, to }: { from: number; to: number }): number {
  const times = asked.filter((at) => at >= from && at < to).toSorted((a, b) => a - b);
  let most = 0;
  for (let first = 0, end = 0; first < times.length; first += 1) {
    while (end < times.length && (times[end] ?? 0) < (times[first] ?? 0) + 1000) {
      end += 1;
    }
    most = Math.max(most, end - first);
  }
  return most / ((times.length * 1000) / (to - from));
}
