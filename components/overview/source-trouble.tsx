import { FreshnessChip } from '#components/patterns/freshness/freshness-chip.tsx';
import { isWell, type SourceStatus } from '#lib/domain/source/source.ts';

/** How fresh a part of a page is, where it is not as of now; what is live is quiet. */
export function SourceTrouble({ sources, ids }: { sources: readonly SourceStatus[]; ids: readonly string[] }) {
  return <FreshnessChip sources={sources.filter((source) => !isWell(source) && ids.includes(source.id))} />;
}
