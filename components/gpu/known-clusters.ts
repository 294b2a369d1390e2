import { hasData, type SourceStatus } from '#lib/domain/source/source.ts';
import type { ClusterStanding } from '#lib/views/_shared/cluster-standing.ts';

/** Of how many clusters anything can be said: as their sources are now, and not as they were when the page was read. */
export function countKnown(clusters: readonly ClusterStanding[], sources: readonly SourceStatus[]): number {
  const known = new Set(sources.filter(hasData).map(({ id }) => id));
  return clusters.filter((cluster) => cluster.sources.every((id) => known.has(id))).length;
}
