import type { Prefix } from '#lib/domain/cluster/qualified.ts';
import { hasData, type SourceStatus } from '#lib/domain/source/source.ts';
import type { Collection } from '#lib/ports/collection.ts';
import type { Services } from './context.ts';

/** What a collection is made of, one for each cluster in the order of the configuration; itself where there is but one. */
export function partsOf<Value>(collection: Collection<Value>): readonly Collection<Value>[] {
  return collection.parts ?? [collection];
}

/** The states of all that a collection stands on. */
export function statesOf(...collections: readonly Collection<unknown>[]): SourceStatus[] {
  return collections.flatMap((collection) => partsOf(collection).map(({ source }) => source));
}

/** What is known now: a cluster that may no longer be read, or cannot be, keeps what it told last, and that is not. */
export function* knownValues<Value>(collection: Collection<Value>): Iterable<Value> {
  for (const part of partsOf(collection)) {
    if (hasData(part.source)) {
      yield* part.values();
    }
  }
}

/** The part of one cluster; null where there is none, as of a cluster that is not configured. */
export function partIn<Value>(collection: Collection<Value>, prefix: Prefix): Collection<Value> | null {
  const parts = partsOf(collection);
  return (prefix === null ? parts[0] : parts.slice(1).find((part) => clusterOf(part) === prefix)) ?? null;
}

/** The id of the cluster that a collection is of. */
export function clusterOf({ source }: Pick<Collection<unknown>, 'source'>): string {
  return source.id.split('/')[0] ?? '';
}

/** Of each cluster, the sources that its nodes and its pods stand on. */
export function standingOf({ nodes, pods }: Pick<Services, 'nodes' | 'pods'>): { prefix: Prefix; sources: string[] }[] {
  return partsOf(nodes).map((ofNodes, index) => {
    const prefix = index === 0 ? null : clusterOf(ofNodes);
    const ofPods = partIn(pods, prefix);
    return { prefix, sources: [ofNodes, ...(ofPods === null ? [] : [ofPods])].map(({ source }) => source.id) };
  });
}

export type KnownCluster = { prefix: Prefix } & Pick<Services, 'nodes' | 'pods'>;

/** The clusters of which both the nodes and the pods are known: without one of them nothing can be said of their room. */
export function knownClusters({ nodes, pods }: Pick<Services, 'nodes' | 'pods'>): KnownCluster[] {
  return partsOf(nodes).flatMap((ofNodes, index) => {
    const prefix = index === 0 ? null : clusterOf(ofNodes);
    const ofPods = partIn(pods, prefix);
    return ofPods !== null && hasData(ofNodes.source) && hasData(ofPods.source)
      ? [{ prefix, nodes: ofNodes, pods: ofPods }]
      : [];
  });
}
