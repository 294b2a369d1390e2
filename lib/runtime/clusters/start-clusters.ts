import 'server-only';
import { createArgoCd } from '#lib/adapters/argocd/engine.ts';
import type { Config } from '#lib/config/load.ts';
import { createDestinations } from '#lib/domain/cluster/destinations.ts';
import { type Prefix, qualified } from '#lib/domain/cluster/qualified.ts';
import { createUnion } from '#lib/live/union.ts';
import type { Services } from '#lib/portal/context.ts';
import type { Collection } from '#lib/ports/collection.ts';
import type { GitOpsEngine } from '#lib/ports/gitops-engine.ts';
import { joinEngines, withPlainLinks } from './join-engines.ts';
import { type ClusterOutlets, startCluster, type WatchedArgoCd, type WatchedCluster } from './start-cluster.ts';

/** All clusters together, and each of them in the order of the configuration. */
export type Clusters = Pick<
  Services,
  'nodes' | 'pods' | 'gpuPods' | 'deployments' | 'analyses' | 'scaleSets' | 'engine'
> & {
  each: [WatchedCluster, ...WatchedCluster[]];
  stop(): Promise<void>;
};

export type ClustersConfig = Pick<Config, 'clusters' | 'forges' | 'gitops'>;

/** Begins to watch every cluster of the configuration. */
export function startClusters(config: ClustersConfig, outlets: ClusterOutlets): Clusters {
  const findDestination = createDestinations(
    config.clusters.map(({ destinations }, index) => ({ prefix: prefixAt(config, index), destinations })),
  );
  const [first, ...others] = config.clusters.map((cluster, index) =>
    startCluster(cluster, { prefix: prefixAt(config, index), findDestination }, outlets),
  );
  if (first === undefined) {
    throw new RangeError('a checked configuration has a cluster');
  }
  const each: Clusters['each'] = [first, ...others];
  const all = <Value>(pick: (one: WatchedCluster) => Collection<Value>) => createUnion(each.map(pick));
  return {
    each,
    nodes: all(({ nodes }) => nodes),
    pods: all(({ pods }) => pods),
    gpuPods: all(({ gpuPods }) => gpuPods),
    deployments: all(({ deployments }) => deployments),
    analyses: all(({ analyses }) => analyses),
    scaleSets: {
      sets: all(({ scaleSets }) => scaleSets.sets),
      listeners: all(({ scaleSets }) => scaleSets.listeners),
      runners: all(({ scaleSets }) => scaleSets.runners),
    },
    engine: joinEngines(
      new Map(
        each.flatMap(({ argocd }, index): [Prefix, GitOpsEngine][] =>
          argocd === null ? [] : [[prefixAt(config, index), engineAt(config, index, argocd)]],
        ),
      ),
    ),
    async stop() {
      await Promise.all(each.map((one) => one.stop()));
    },
  };
}

/** The names of the first cluster are as they are. */
function prefixAt({ clusters }: Pick<Config, 'clusters'>, index: number): Prefix {
  return index === 0 ? null : (clusters[index]?.id ?? null);
}

function engineAt(config: ClustersConfig, index: number, watched: WatchedArgoCd): GitOpsEngine {
  const argocd = config.clusters[index]?.argocd;
  if (argocd === undefined) {
    throw new RangeError('only a configured Argo CD is watched');
  }
  const { namespace, root, url } = argocd;
  const engine = createArgoCd({
    ...watched,
    root: qualified(prefixAt(config, index), `${namespace}/${root}`),
    ...(url === undefined ? {} : { url }),
    repositoryUrls: ({ forgeId, path }) => {
      const forge = config.forges.find((each) => each.id === forgeId);
      const own = forge === undefined ? [] : [`${forge.url.replace(/\/$/, '')}/${path}.git`];
      const known = [config.gitops, ...config.gitops.watched].find(({ repository }) => repository === path);
      return [...own, ...(known?.urls ?? [])];
    },
  });
  return index === 0 ? engine : withPlainLinks(engine);
}
