import type { PlatformMetrics } from '#lib/domain/gpu/card-metrics.ts';
import type { KnownPlaces } from '#lib/domain/gpu/metric-place.ts';
import type { MetricsSource } from '#lib/ports/metrics-source.ts';
import { authorizationOf, type Credentials } from './authorization.ts';
import { CARD_SERIES, toCards } from './cards.ts';
import { type PrometheusConnection, queryNow, type Series } from './client.ts';
import { CPU_QUERY, NODE_SERIES, toNodes } from './nodes.ts';
import { keyOf } from './told.ts';

export type PrometheusOptions = {
  id: string;
  label: string;
  /** Of the server, without `/api/v1`. */
  url: string;
  credentials: Credentials;
  /** For each question. */
  timeoutMs: number;
  places: KnownPlaces;
};

/** The figures themselves. */
const VALUES = `{__name__=~"${[...CARD_SERIES, ...NODE_SERIES].join('|')}"}`;
/** When they were measured: a value alone tells only when the question was answered. One name of each set is enough. */
const TIMES = [...CARD_SERIES, 'node_memory_MemTotal_bytes'].map((name) => `timestamp(${name})`).join(' or ');

/** Reads what DCGM's exporter and node-exporter told a Prometheus, or what answers as one. It only asks. */
export function createPrometheus(options: PrometheusOptions): MetricsSource {
  const { id, label, places } = options;
  const connection = connectionOf(options);
  return {
    id,
    label,
    async read(outer) {
      const failed = new AbortController();
      const signal = outer === undefined ? failed.signal : AbortSignal.any([outer, failed.signal]);
      try {
        const [values, times, cpu] = await Promise.all([
          queryNow(connection, { promql: VALUES, operation: 'read cards and nodes', signal }),
          queryNow(connection, { promql: TIMES, operation: 'read the times of measurements', signal }),
          queryNow(connection, { promql: CPU_QUERY, operation: 'read processors', signal }),
        ]);
        const warnings = [...new Set([values, times, cpu].flatMap((answer) => answer.warnings))];
        return toMetrics(values.series, times.series, cpu.series, places, warnings);
      } finally {
        failed.abort();
      }
    },
  };
}

export function connectionOf({ id, url, timeoutMs, credentials }: PrometheusOptions): PrometheusConnection {
  return { id, url, timeoutMs, authorization: authorizationOf(credentials) };
}

function toMetrics(
  series: readonly Series[],
  times: readonly Series[],
  cpu: readonly Series[],
  places: KnownPlaces,
  warnings: readonly string[],
): PlatformMetrics {
  const measuredAt = new Map<string, number>();
  for (const { labels, value } of times) {
    if (value !== null) {
      const key = keyOf(labels, ['err_code', 'err_msg']);
      measuredAt.set(key, Math.max(measuredAt.get(key) ?? 0, Math.round(value * 1000)));
    }
  }
  const { cards, homeless: cardSeries } = toCards(series, measuredAt, places);
  const { nodes, homeless: nodeSeries } = toNodes(series, cpu, measuredAt, places);
  const homeless = cardSeries + nodeSeries;
  const lost = homeless === 0 ? [] : [`${homeless} series do not tell which machine or card they are of`];
  return { cards, nodes, warnings: [...warnings, ...lost] };
}
