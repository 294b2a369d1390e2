import { prefixOf } from '#lib/domain/cluster/qualified.ts';
import type { SourceStatus } from '#lib/domain/source/source.ts';
import type { ClusterStanding } from '#lib/views/_shared/cluster-standing.ts';
import { SourceTrouble } from './source-trouble.tsx';

export type ClusterTroubleProps = {
  /** Of a node. */
  name: string;
  clusters: readonly ClusterStanding[];
  sources: readonly SourceStatus[];
};

/** How fresh one of several clusters is, beside what is shown of it; of the only one the page itself tells. */
export function ClusterTrouble({ name, clusters, sources }: ClusterTroubleProps) {
  const standing = clusters.find(({ prefix }) => prefix === prefixOf(name));
  return clusters.length < 2 || standing === undefined ? null : (
    <SourceTrouble sources={sources} ids={standing.sources} />
  );
}
