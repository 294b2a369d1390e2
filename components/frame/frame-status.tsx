'use client';

import { FreshnessChip } from '#components/patterns/freshness/freshness-chip.tsx';
import { silentSince } from '#lib/browser/live/event-line.ts';
import { useLiveStatus } from '#lib/browser/live/live-provider.tsx';
import { patchSources } from '#lib/browser/live/patch-sources.ts';
import { useView, type ViewQuery } from '#lib/browser/view/use-view.ts';
import type { SourceStatus } from '#lib/domain/source/source.ts';
import type { ViewResult } from '#lib/views/_shared/view.ts';

const SOURCES: ViewQuery<object> = { name: 'sources', patches: { sources: patchSources } };

/** How fresh what is shown is: every source behind the portal, and the line between the portal and this browser. */
export function FrameStatus({ initial }: { initial: ViewResult<object> }) {
  const { sources } = useView(SOURCES, initial);
  const lost = silentSince(useLiveStatus());
  const broken: SourceStatus[] =
    lost !== null
      ? [
          {
            id: 'line',
            label: 'The line to the portal',
            state: 'stale',
            asOf: lost,
            since: lost,
            reason: 'This browser does not hear from the portal. It tries again by itself.',
          },
        ]
      : [];
  return <FreshnessChip sources={[...broken, ...sources]} />;
}
