import { type Prefix, prefixOf } from '#lib/domain/cluster/qualified.ts';
import { hasData, isWell, type SourceStatus } from '#lib/domain/source/source.ts';

/** Of a cluster, the sources without which nothing of its nodes can be said. */
export type ClusterStanding = { prefix: Prefix; sources: string[] };

/** What is not as of now of the cluster that a node is in; nothing of the only one there is, of which the page itself tells. */
export function clusterTroubles(
  node: string,
  clusters: readonly ClusterStanding[],
  sources: readonly SourceStatus[],
): SourceStatus[] {
  const standing = clusters.find(({ prefix }) => prefix === prefixOf(node));
  return clusters.length < 2 || standing === undefined
    ? []
    : sources.filter((source) => !isWell(source) && standing.sources.includes(source.id));
}

/** Of how many clusters anything can be said: as their sources are now, and not as they were when the page was read. */
export function countKnown(clusters: readonly ClusterStanding[], sources: readonly SourceStatus[]): number {
  const known = new Set(sources.filter(hasData).map(({ id }) => id));
  return clusters.filter((cluster) => cluster.sources.every((id) => known.has(id))).length;
}
