export type MetricType = 'counter' | 'gauge' | 'histogram' | 'summary';

/** One line of a metric: its labels and its value. `suffix` is the part of a histogram or summary: `_bucket`, `_sum`. */
export type Sample = { labels: Readonly<Record<string, string>>; value: number; suffix?: string };

/** A metric with all its lines, as of now. */
export type MetricFamily = { name: string; help: string; type: MetricType; samples: readonly Sample[] };

/** A value that can go up and down, with one line for each set of labels. */
export function gauge(name: string, help: string, samples: readonly Sample[]): MetricFamily {
  return { name, help, type: 'gauge', samples };
}

/** A count that another part of the portal keeps. */
export function counter(name: string, help: string, samples: readonly Sample[]): MetricFamily {
  return { name, help, type: 'counter', samples };
}

/** The only line of a metric without labels. */
export function only(value: number): Sample[] {
  return [{ labels: {}, value }];
}
