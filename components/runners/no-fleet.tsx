import { EmptyState } from '#components/patterns/empty-state.tsx';
import { ErrorState } from '#components/patterns/error-state.tsx';
import { type SourceStatus, worstSource } from '#lib/domain/source/source.ts';

/** Why no runner can be shown: there is no forge to ask, it refuses, it does not answer, or it is still being asked. */
export function NoFleet({ sources }: { sources: readonly SourceStatus[] }) {
  const worst = worstSource(sources);
  if (worst === undefined) {
    return <EmptyState icon="runners" title="No forge is configured" hint="Runners are read from the forges." />;
  }
  if (worst.state === 'starting') {
    return <EmptyState icon="progressing" title="The runners are being read" hint="This takes a few seconds." />;
  }
  const isRefused = worst.state === 'forbidden';
  return (
    <ErrorState
      tone={isRefused ? 'warn' : 'bad'}
      title={isRefused ? `${worst.label}: not permitted` : `${worst.label} cannot be read`}
      since={worst.since}
      reason={worst.reason}
      remedy={worst.remedy ?? (isRefused ? undefined : 'See whether the forge runs. The portal tries again by itself.')}
    />
  );
}
