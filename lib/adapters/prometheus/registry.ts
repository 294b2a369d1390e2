import { COUNTERS, HISTOGRAMS } from '#lib/domain/metric/catalogue.ts';
import type { MetricFamily, Sample } from '#lib/domain/metric/family.ts';
import type { Metrics } from '#lib/ports/metrics.ts';

/** A metric has at most so many sets of labels; what comes after is counted as `other`, so that no caller can fill the memory. */
const MOST_SERIES = 500;
const REST = 'other';

export type Registry = Metrics & {
  /** Everything that was counted and timed, as of now. A metric that nothing has happened to is there without lines. */
  families(): MetricFamily[];
};

type Series<Value> = Map<string, { labels: Record<string, string>; value: Value }>;
type Timing = { counts: number[]; sum: number };

/** Keeps what the catalogue names, in memory. */
export function createRegistry(): Registry {
  const counted = new Map(Object.keys(COUNTERS).map((name) => [name, new Map() as Series<number>]));
  const timed = new Map(Object.keys(HISTOGRAMS).map((name) => [name, new Map() as Series<Timing>]));
  return {
    count(name, labels, by = 1) {
      const entry = entryOf(counted.get(name), COUNTERS[name].labels, labels, () => 0);
      entry.value += by;
    },
    time(name, labels, seconds) {
      const { buckets, labels: names } = HISTOGRAMS[name];
      const { value } = entryOf(timed.get(name), names, labels, () => ({
        counts: new Array<number>(buckets.length + 1).fill(0),
        sum: 0,
      }));
      const place = buckets.findIndex((bound) => seconds <= bound);
      const at = place === -1 ? buckets.length : place;
      value.counts[at] = (value.counts[at] ?? 0) + 1;
      value.sum += seconds;
    },
    families: () => [
      ...[...counted].map(
        ([name, series]): MetricFamily => ({
          name,
          help: COUNTERS[name as keyof typeof COUNTERS].help,
          type: 'counter',
          samples: [...series.values()],
        }),
      ),
      ...[...timed].map(([name, series]): MetricFamily => {
        const { help, buckets } = HISTOGRAMS[name as keyof typeof HISTOGRAMS];
        const samples = [...series.values()].flatMap(({ labels, value }) => histogramSamples(labels, value, buckets));
        return { name, help, type: 'histogram', samples };
      }),
    ],
  };
}

/** The entry for these labels, in the order of their names; the one for all the rest where there are too many. */
function entryOf<Value>(
  series: Series<Value> | undefined,
  names: readonly string[],
  labels: Readonly<Record<string, string>>,
  fresh: () => Value,
): { value: Value } {
  if (series === undefined) {
    throw new RangeError('only what the catalogue names is counted');
  }
  const wanted = Object.fromEntries(names.map((name) => [name, labels[name] ?? '']));
  const isFull = series.size >= MOST_SERIES;
  const known = series.get(keyOf(wanted));
  const kept = known === undefined && isFull ? Object.fromEntries(names.map((name) => [name, REST])) : wanted;
  const key = keyOf(kept);
  const entry = known ?? series.get(key) ?? { labels: kept, value: fresh() };
  series.set(key, entry);
  return entry;
}

function keyOf(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.values(labels));
}

function histogramSamples(
  labels: Record<string, string>,
  { counts, sum }: Timing,
  buckets: readonly number[],
): Sample[] {
  let total = 0;
  const lines = counts.map((count, index): Sample => {
    total += count;
    const bound = buckets[index];
    return { suffix: '_bucket', labels: { ...labels, le: bound === undefined ? '+Inf' : String(bound) }, value: total };
  });
  return [...lines, { suffix: '_sum', labels, value: sum }, { suffix: '_count', labels, value: total }];
}
