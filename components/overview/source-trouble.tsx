import { FreshnessChip } from '#components/patterns/freshness/freshness-chip.tsx';
import type { SourceStatus } from '#lib/domain/source/source.ts';

/** How fresh a part of a page is, where it is not as of now; what is live is quiet. */
export function SourceTrouble({ sources, ids }: { sources: readonly SourceStatus[]; ids: readonly string[] }) {
  return <FreshnessChip sources={sources.filter(({ id, state }) => state !== 'live' && ids.includes(id))} />;
}
