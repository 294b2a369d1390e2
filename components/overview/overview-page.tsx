'use client';

import { PageHeader } from '#components/patterns/page-header.tsx';
import { patchFleet } from '#components/runners/patch-fleet.ts';
import { patchSources } from '#lib/browser/live/patch-sources.ts';
import { patchList, patchValue } from '#lib/browser/view/patches.ts';
import { useView, type ViewQuery } from '#lib/browser/view/use-view.ts';
import type { ChangeRow, Viewer } from '#lib/domain/inbox/row.ts';
import type { Ladder } from '#lib/domain/wave/ladder.ts';
import type { ViewResult } from '#lib/views/_shared/view.ts';
import type { OverviewNode } from '#lib/views/overview/node.ts';
import type { OverviewData, OverviewModels, PendingPod } from '#lib/views/overview/read.ts';
import { Overview } from './overview.tsx';

const OVERVIEW: ViewQuery<OverviewData> = {
  name: 'overview',
  patches: {
    sources: patchSources,
    ladder: patchValue<OverviewData, Ladder>((data, ladder) => ({ ...data, ladder })),
    nodes: patchList<OverviewData, OverviewNode>(
      ({ nodes }) => nodes,
      (data, nodes) => ({ ...data, nodes: [...nodes] }),
    ),
    pending: patchList<OverviewData, PendingPod>(
      ({ pending }) => pending,
      (data, pending) => ({ ...data, pending: [...pending] }),
    ),
    models: patchList<OverviewData, OverviewModels>(
      ({ models }) => models,
      (data, models) => ({ ...data, models: [...models] }),
    ),
    fleet: patchFleet,
    changes: patchList<OverviewData, ChangeRow>(
      ({ changes }) => changes,
      (data, changes) => ({ ...data, changes: [...changes] }),
    ),
  },
};

export function OverviewPage({ initial, viewer }: { initial: ViewResult<OverviewData>; viewer: Viewer }) {
  const { data, sources } = useView(OVERVIEW, initial);
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <PageHeader title="Overview" />
      <Overview data={data} sources={sources} viewer={viewer} />
    </div>
  );
}
