'use client';

import { FreshnessChip } from '#components/patterns/freshness/freshness-chip.tsx';
import { silentSince } from '#lib/browser/live/event-line.ts';
import { useLiveStatus } from '#lib/browser/live/live-provider.tsx';
import { patchSources } from '#lib/browser/live/patch-sources.ts';
import { type FailedView, useFailedView } from '#lib/browser/view/use-failed-view.ts';
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
  const failed = useFailedView();
  if (failed !== null && lost === null) {
    broken.push(missingPart(failed));
  }
  return <FreshnessChip sources={[...broken, ...sources]} />;
}

/** What the page itself does not have, or no longer follows, for whatever reason; nothing of it is told elsewhere. */
function missingPart({ data, dataUpdatedAt, error, errorUpdatedAt }: FailedView): SourceStatus {
  const isThere = data !== undefined;
  return {
    id: 'page',
    label: 'A part of this page',
    state: isThere ? 'stale' : 'unreachable',
    asOf: isThere ? dataUpdatedAt : null,
    since: errorUpdatedAt,
    reason: `The portal did not give it${error === null ? '.' : `: ${error.message}`} It is asked for again by itself.`,
  };
}
