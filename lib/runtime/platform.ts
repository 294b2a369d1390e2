import 'server-only';
import { APPLICATION_KIND } from '#lib/adapters/argocd/application-kind.ts';
import { createArgoCd } from '#lib/adapters/argocd/engine.ts';
import { PROJECT_KIND } from '#lib/adapters/argocd/project-kind.ts';
import { settingsKind } from '#lib/adapters/argocd/settings-kind.ts';
import type { AccessOptions } from '#lib/adapters/kubernetes/access/access.ts';
import { createCluster, type OpenCluster } from '#lib/adapters/kubernetes/cluster.ts';
import { sourceOf } from '#lib/adapters/kubernetes/kind-names.ts';
import { KUBERNETES_KINDS } from '#lib/adapters/kubernetes/kinds/index.ts';
import { createOllama } from '#lib/adapters/ollama/provider.ts';
import type { ClusterConfig, Config } from '#lib/config/load.ts';
import type { Application } from '#lib/domain/application/application.ts';
import type { ClusterNode } from '#lib/domain/node/node.ts';
import type { PodTrouble } from '#lib/domain/workload/pod-trouble.ts';
import type { Deployment, Pod } from '#lib/domain/workload/workload.ts';
import { createCollection, type LiveCollection } from '#lib/live/collection.ts';
import { createPoller, type Poller } from '#lib/live/poller.ts';
import { createSelected } from '#lib/live/selected.ts';
import { createWorkloadTroubles } from '#lib/live/workload-troubles.ts';
import type { ModelServerSnapshot, ScaleSetCollections } from '#lib/portal/context.ts';
import type { EngineApi } from '#lib/portal/engine-api.ts';
import type { ModelServerEntry } from '#lib/portal/model-server-entry.ts';
import type { Attention } from '#lib/ports/attention.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { KindDescriptor, Reflection } from '#lib/ports/cluster.ts';
import type { Collection } from '#lib/ports/collection.ts';
import type { GitOpsEngine } from '#lib/ports/gitops-engine.ts';
import type { Log } from '#lib/ports/log.ts';
import { startEngineApi } from './engine-api.ts';
import { startGitHubFleets } from './github-fleets.ts';
import { errorKind } from './metrics/measure-forge.ts';
import { measureSink } from './metrics/measure-sink.ts';
import type { Watching } from './metrics/watching.ts';
import { modelServerEntry } from './model-server-entry.ts';
import { type PolledMetrics, startPlatformMetrics } from './platform-metrics.ts';
import type { PolledFleet } from './poll-fleet.ts';
import { startRunnerFleets } from './runner-fleets.ts';
import { createSourceLog } from './source-log.ts';

/** Everything of the platform that is watched, kept in memory. */
export type Platform = {
  cluster: OpenCluster;
  engine: GitOpsEngine;
  engineApi: EngineApi;
  applications: LiveCollection<Application>;
  nodes: LiveCollection<ClusterNode>;
  pods: LiveCollection<Pod>;
  deployments: LiveCollection<Deployment>;
  gpuPods: Collection<Pod>;
  scaleSets: ScaleSetCollections;
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
  const [clusterConfig] = config.clusters;
  if (clusterConfig === undefined) {
    throw new RangeError('a configuration has a cluster');
  }
  const { id, label = clusterConfig.id } = clusterConfig;
  const report = reporter(createSourceLog(clock, log), watching);
  const seen = attention === undefined ? {} : { attention };
  const cluster = createCluster({
    id,
    label,
    kubeconfig: accessTo(clusterConfig),
    clock,
    random: Math.random,
    report,
    ...seen,
  });
  const reflections: Reflection[] = [];
  const mirror = <Value>(kind: KindDescriptor<Value>): LiveCollection<Value> => {
    const source = sourceOf(kind, { id, label });
    const collection = createCollection<Value>(source, clock.now());
    reflections.push(cluster.reflect(kind, measureSink(collection, source.id, watching)));
    return collection;
  };
  const applications = mirror(APPLICATION_KIND);
  const projects = mirror(PROJECT_KIND);
  const gate = mirror(settingsKind(clusterConfig.argocd.namespace));
  const nodes = mirror(KUBERNETES_KINDS.nodes);
  const pods = mirror(KUBERNETES_KINDS.pods);
  const deployments = mirror(KUBERNETES_KINDS.deployments);
  const scaleSets = {
    sets: mirror(KUBERNETES_KINDS.runnerSets),
    listeners: mirror(KUBERNETES_KINDS.runnerSetListeners),
    runners: mirror(KUBERNETES_KINDS.ephemeralRunners),
  };
  const told = { report, watching, ...seen };
  const models = config.models.map((model) => startModelServer(model, clock, told));
  const metrics = startPlatformMetrics(config.prometheus, { nodes, pods }, clock, told);
  const engineApi = startEngineApi(clusterConfig, applications, clock, told);
  const fleets = [...startRunnerFleets(config, clock, told), ...startGitHubFleets(config, clock, told)];
  return {
    cluster,
    engine: createEngine(config, clusterConfig, { applications, gate, projects }),
    engineApi: engineApi.api,
    applications,
    nodes,
    pods,
    deployments,
    gpuPods: createSelected(pods, ({ gpu }) => gpu !== null),
    scaleSets,
    troubles: createWorkloadTroubles(pods),
    models,
    metrics,
    fleets,
    async stop() {
      await Promise.all([
        ...reflections.map((reflection) => reflection.stop()),
        ...[...models, ...fleets].map(({ poller }) => poller.stop()),
        metrics?.poller.stop(),
        engineApi.stop(),
      ]);
      cluster.close();
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

function createEngine(
  config: Config,
  { argocd }: ClusterConfig,
  watched: Pick<GitOpsEngine, 'applications' | 'gate' | 'projects'>,
): GitOpsEngine {
  return createArgoCd({
    ...watched,
    root: `${argocd.namespace}/${argocd.root}`,
    ...(argocd.url === undefined ? {} : { url: argocd.url }),
    repositoryUrls: ({ forgeId, path }) => {
      const forge = config.forges.find((each) => each.id === forgeId);
      const own = forge === undefined ? [] : [`${forge.url.replace(/\/$/, '')}/${path}.git`];
      return path === config.gitops.repository ? [...own, ...config.gitops.urls] : own;
    },
  });
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

export function accessTo({ kubeconfig, context, inCluster, server, caFile, token }: ClusterConfig): AccessOptions {
  if (inCluster === true) {
    return { inCluster: true };
  }
  if (server !== undefined) {
    return { server, ...(token === undefined ? {} : { token }), ...(caFile === undefined ? {} : { caFile }) };
  }
  return { path: kubeconfig ?? '', ...(context === undefined ? {} : { context }) };
}
