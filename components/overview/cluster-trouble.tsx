import { FreshnessChip } from '#components/patterns/freshness/freshness-chip.tsx';
import type { SourceStatus } from '#lib/domain/source/source.ts';
import { type ClusterStanding, clusterTroubles } from '#lib/views/_shared/cluster-standing.ts';

export type ClusterTroubleProps = {
  /** Of a node. */
  name: string;
  clusters: readonly ClusterStanding[];
  sources: readonly SourceStatus[];
};

/** How fresh one of several clusters is, beside what is shown of it; of the only one the page itself tells. */
export function ClusterTrouble({ name, clusters, sources }: ClusterTroubleProps) {
  return <FreshnessChip sources={clusterTroubles(name, clusters, sources)} />;
}
