import 'server-only';
import { createOllama } from '#lib/adapters/ollama/provider.ts';
import type { Config } from '#lib/config/load.ts';
import type { PodTrouble } from '#lib/domain/workload/pod-trouble.ts';
import { createCollection, type LiveCollection } from '#lib/live/collection.ts';
import { createPoller, type Poller } from '#lib/live/poller.ts';
import { createWorkloadTroubles } from '#lib/live/workload-troubles.ts';
import type { ModelServerSnapshot } from '#lib/portal/context.ts';
import type { EngineApi } from '#lib/portal/engine-api.ts';
import type { ModelServerEntry } from '#lib/portal/model-server-entry.ts';
import type { Attention } from '#lib/ports/attention.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Collection } from '#lib/ports/collection.ts';
import type { Log } from '#lib/ports/log.ts';
import { type Clusters, startClusters } from './clusters/start-clusters.ts';
import { startEngineApis } from './engine-api.ts';
import { errorKind } from './metrics/measure-forge.ts';
import { measureSink } from './metrics/measure-sink.ts';
import type { Watching } from './metrics/watching.ts';
import { modelServerEntry } from './model-server-entry.ts';
import { type PolledMetrics, startPlatformMetrics } from './platform-metrics.ts';
import type { PolledFleet } from './poll-fleet.ts';
import { startRunnerFleets } from './runner-fleets.ts';
import { startRunnerHosts } from './runner-hosts.ts';
import { createSourceLog } from './source-log.ts';

/** Everything of the platform that is watched, kept in memory. */
export type Platform = Omit<Clusters, 'each'> & {
  /** Each cluster by itself; the first is where changes go. */
  clusters: Clusters['each'];
  engineApi: EngineApi;
  troubles: Collection<PodTrouble>;
  /** Null where no Prometheus is configured. */
  metrics: PolledMetrics | null;
  fleets: PolledFleet[];
  models: { collection: LiveCollection<ModelServerSnapshot>; poller: Poller; entry: ModelServerEntry }[];
  stop(): Promise<void>;
};

/** Model servers are asked this often; what they hold changes by the minute. */
const MODELS_FAST_MS = 3_000;
const MODELS_SLOW_MS = 15_000;
const MODELS_TIMEOUT_MS = 5_000;

/**
 * Begins to watch what the configuration names. Returns at once: every source says for itself how far it is.
 * @param attention of all who have a page open
 */
export function startPlatform(
  config: Config,
  clock: Clock,
  log: Log,
  watching: Watching,
  attention?: Attention,
): Platform {
  const report = reporter(createSourceLog(clock, log), watching);
  const told = { report, watching, ...(attention === undefined ? {} : { attention }) };
  const { each: clusters, ...together } = startClusters(config, { clock, ...told });
  const models = config.models.map((model) => startModelServer(model, clock, told));
  const metrics = startPlatformMetrics(config.prometheus, together, clock, told);
  const engineApi = startEngineApis(config.clusters, together.engine.applications, clock, told);
  const fleets = [...startRunnerFleets(config, clock, told), ...startRunnerHosts(config, clock, told)];
  return {
    ...together,
    clusters,
    engineApi: engineApi.api,
    troubles: createWorkloadTroubles(together.pods),
    models,
    metrics,
    fleets,
    async stop() {
      await Promise.all([
        together.stop(),
        ...[...models, ...fleets].map(({ poller }) => poller.stop()),
        metrics?.poller.stop(),
        engineApi.stop(),
      ]);
    },
  };
}

export type Report = (source: string, error: unknown) => void;

/** Every failure of a source is counted, kept for whoever looks, and told to the log. */
function reporter(tell: Report, { metrics, connections }: Watching): Report {
  return (source, error) => {
    metrics.count('portolan_source_failures_total', { source, kind: errorKind(error) });
    connections.failed(source, error);
    tell(source, error);
  };
}

function startModelServer(
  model: Config['models'][number],
  clock: Clock,
  told: { report: Report; watching: Watching; attention?: Attention },
): Platform['models'][number] {
  const { report, watching, attention } = told;
  const { id, label = id, url } = model;
  const source = { id: `models/${id}`, label };
  const collection = createCollection<ModelServerSnapshot>(source, clock.now());
  const server = createOllama({ id, label, url, timeoutMs: MODELS_TIMEOUT_MS });
  const poller = createPoller<ModelServerSnapshot>({
    clock,
    read: async (signal) => new Map([[id, { id, label, state: await server.read(signal) }]]),
    sink: measureSink(collection, source.id, watching),
    source,
    fastMs: MODELS_FAST_MS,
    slowMs: MODELS_SLOW_MS,
    timeoutMs: MODELS_TIMEOUT_MS,
    random: Math.random,
    maxBackoffMs: MODELS_FAST_MS,
    report: (error) => report(source.id, error),
    ...(attention === undefined ? {} : { attention }),
  });
  return { collection, poller, entry: modelServerEntry(model, server) };
}
