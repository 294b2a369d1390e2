import 'server-only';
import { createCluster, type OpenCluster } from '#lib/adapters/kubernetes/cluster.ts';
import { sourceOf } from '#lib/adapters/kubernetes/kind-names.ts';
import type { ClusterConfig } from '#lib/config/load.ts';
import type { Application } from '#lib/domain/application/application.ts';
import type { FindDestination } from '#lib/domain/cluster/destinations.ts';
import type { Prefix } from '#lib/domain/cluster/qualified.ts';
import type { ClusterNode } from '#lib/domain/node/node.ts';
import type { Project } from '#lib/domain/sync-window/sync-window.ts';
import type { GateSettings } from '#lib/domain/wave/child-health.ts';
import type { Analysis } from '#lib/domain/workload/analysis.ts';
import type { Deployment, Pod } from '#lib/domain/workload/workload.ts';
import { createCollection, type LiveCollection } from '#lib/live/collection.ts';
import { createSelected } from '#lib/live/selected.ts';
import type { ScaleSetCollections } from '#lib/portal/context.ts';
import type { Attention } from '#lib/ports/attention.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { KindDescriptor, Reflection } from '#lib/ports/cluster.ts';
import type { Collection } from '#lib/ports/collection.ts';
import { measureSink } from '../metrics/measure-sink.ts';
import type { Watching } from '../metrics/watching.ts';
import { accessTo } from './access-to.ts';
import { kindsIn } from './qualified-kinds.ts';

/** What is watched of one cluster. */
export type WatchedCluster = {
  cluster: OpenCluster;
  nodes: Collection<ClusterNode>;
  pods: Collection<Pod>;
  gpuPods: Collection<Pod>;
  deployments: Collection<Deployment>;
  analyses: Collection<Analysis>;
  scaleSets: ScaleSetCollections;
  /** Null where no Argo CD of it is configured. */
  argocd: WatchedArgoCd | null;
  stop(): Promise<void>;
};

export type WatchedArgoCd = {
  applications: Collection<Application>;
  projects: Collection<Project>;
  gate: Collection<GateSettings>;
};

export type ClusterPlace = { prefix: Prefix; findDestination: FindDestination };
export type ClusterOutlets = {
  clock: Clock;
  report: (source: string, error: unknown) => void;
  watching: Watching;
  /** Of all who have a page open. */
  attention?: Attention;
};

/** Begins to watch a cluster: every kind in a reflection of its own, over one connection. */
export function startCluster(config: ClusterConfig, place: ClusterPlace, outlets: ClusterOutlets): WatchedCluster {
  const { id, label = id, argocd } = config;
  const { watching, ...told } = outlets;
  const cluster = createCluster({ id, label, kubeconfig: accessTo(config), random: Math.random, ...told });
  const kinds = kindsIn(place.prefix, place.findDestination);
  const reflections: Reflection[] = [];
  const mirror = <Value>(kind: KindDescriptor<Value>): LiveCollection<Value> => {
    const source = sourceOf(kind, { id, label });
    const collection = createCollection<Value>(source, told.clock.now());
    reflections.push(cluster.reflect(kind, measureSink(collection, source.id, watching)));
    return collection;
  };
  const ofArgoCd = argocd && {
    applications: mirror(kinds.applications),
    projects: mirror(kinds.projects),
    gate: mirror(kinds.settings(argocd.namespace)),
  };
  const nodes = mirror(kinds.nodes);
  const pods = mirror(kinds.pods);
  return {
    cluster,
    argocd: ofArgoCd ?? null,
    nodes,
    pods,
    gpuPods: createSelected(pods, ({ gpu }) => gpu !== null),
    deployments: mirror(kinds.deployments),
    analyses: mirror(kinds.analyses),
    scaleSets: {
      sets: mirror(kinds.runnerSets),
      listeners: mirror(kinds.runnerSetListeners),
      runners: mirror(kinds.ephemeralRunners),
    },
    async stop() {
      await Promise.all(reflections.map((reflection) => reflection.stop()));
      cluster.close();
    },
  };
}
