import { EmptyState } from '#components/patterns/empty-state.tsx';
import { Link } from '#components/ui/link.tsx';
import { hasData, type SourceStatus } from '#lib/domain/source/source.ts';
import { NoFleet } from './no-fleet.tsx';

/** In place of a runner that was there: it is gone, or nobody can look whether it is. */
export function RunnerGone({ sources }: { sources: readonly SourceStatus[] }) {
  const unknown = sources.filter((source) => !hasData(source) && source.state !== 'absent');
  return unknown.length > 0 ? (
    <NoFleet sources={unknown} />
  ) : (
    <EmptyState
      icon="runners"
      title="This runner is no longer there"
      hint={<Link href="/runners">See those that are</Link>}
    />
  );
}
