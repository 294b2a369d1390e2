import 'server-only';
import type { Credentials } from '#lib/adapters/prometheus/client/authorization.ts';
import { createPrometheus } from '#lib/adapters/prometheus/client/provider.ts';
import type { PrometheusConfig } from '#lib/config/load.ts';
import type { CardMetrics, NodeMetrics, PlatformMetrics } from '#lib/domain/gpu/card-metrics.ts';
import type { KnownPlaces } from '#lib/domain/gpu/metric-place.ts';
import type { ClusterNode } from '#lib/domain/node/node.ts';
import type { Pod } from '#lib/domain/workload/workload.ts';
import { createCollection, type LiveCollection } from '#lib/live/collection.ts';
import { createPoller, type Poller } from '#lib/live/poller.ts';
import type { MeasuredPlatform } from '#lib/portal/context.ts';
import type { Attention } from '#lib/ports/attention.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Collection } from '#lib/ports/collection.ts';
import type { MetricsSource } from '#lib/ports/metrics-source.ts';
import { measureSink } from './metrics/measure-sink.ts';
import type { Watching } from './metrics/watching.ts';

/** As the connection is called in the portal, and in errors. */
export const PROMETHEUS = { id: 'prometheus', label: 'Prometheus' };

export type PolledMetrics = MeasuredPlatform & { poller: Poller };
type Cluster = { nodes: Pick<Collection<ClusterNode>, 'values'>; pods: Pick<Collection<Pod>, 'get'> };
type Outlets = { report: (source: string, error: unknown) => void; watching: Watching; attention?: Attention };

/** Exporters are scraped every 15 to 60 s as a rule: asking more often tells nothing new. */
const FAST_MS = 5_000;
const SLOW_MS = 15_000;
const TIMEOUT_MS = 5_000;

/** Begins to read what a Prometheus holds of the platform; null where none is configured. */
export function startPlatformMetrics(
  config: PrometheusConfig | undefined,
  cluster: Cluster,
  clock: Clock,
  outlets: Outlets,
): PolledMetrics | null {
  if (config === undefined) {
    return null;
  }
  const source = createPrometheus({
    ...PROMETHEUS,
    url: config.url,
    credentials: credentialsOf(config),
    timeoutMs: TIMEOUT_MS,
    places: placesOf(config, cluster),
  });
  return pollMetrics(source, clock, outlets);
}

export function credentialsOf({ username, token, password = '' }: PrometheusConfig): Credentials {
  if (username !== undefined) {
    return { username, password };
  }
  return token === undefined ? null : { token };
}

export function placesOf({ instances }: Pick<PrometheusConfig, 'instances'>, { nodes, pods }: Cluster): KnownPlaces {
  return {
    configured: new Map(instances.map(({ instance, node }) => [instance, node])),
    nodes: () => [...nodes.values()].map(({ name }) => name),
    nodeOfPod: (namespace, name) => pods.get(`${namespace}/${name}`)?.nodeName ?? null,
  };
}

/** Keeps what the source knows in two collections that have one state. */
export function pollMetrics(source: MetricsSource, clock: Clock, outlets: Outlets): PolledMetrics {
  const { report, watching, attention } = outlets;
  const { id, label } = source;
  const cards = createCollection<CardMetrics>({ id, label }, clock.now());
  const nodes = createCollection<NodeMetrics>({ id, label }, clock.now());
  let read: PlatformMetrics = { cards: [], nodes: [], warnings: [] };
  const poller = createPoller<PlatformMetrics>({
    clock,
    read: async (signal) => {
      read = await source.read(signal);
      return new Map([[id, read]]);
    },
    sink: measureSink(
      splitSink(cards, nodes, () => read.warnings),
      id,
      watching,
    ),
    source: { id, label },
    fastMs: FAST_MS,
    slowMs: SLOW_MS,
    timeoutMs: TIMEOUT_MS,
    random: Math.random,
    maxBackoffMs: SLOW_MS,
    report: (error) => report(id, error),
    ...(attention === undefined ? {} : { attention }),
  });
  return { cards, nodes, poller, watch: poller.interest };
}

type Sink = Parameters<typeof measureSink<PlatformMetrics>>[0];

function splitSink(
  cards: LiveCollection<CardMetrics>,
  nodes: LiveCollection<NodeMetrics>,
  warnings: () => string[],
): Sink {
  const replace: Sink['replace'] = (values) => {
    const all = [...values.values()];
    cards.replace(new Map(all.flatMap((one) => one.cards).map((card) => [card.id, card])));
    nodes.replace(new Map(all.flatMap((one) => one.nodes).map((node) => [node.id, node])));
  };
  return {
    replace,
    upsert: (id, value) => replace(new Map([[id, value]])),
    remove: () => replace(new Map()),
    status(status) {
      const [warning] = warnings();
      // It answers, and says itself that something is missing.
      const isPartial = status.state === 'live' && warning !== undefined;
      const told = isPartial ? { ...status, reason: `It answers with a warning: ${warning}.` } : status;
      cards.status(told);
      nodes.status(told);
    },
  };
}
