'use client';

import { useCallback } from 'react';
import { PageHeader } from '#components/patterns/page-header.tsx';
import { StateBadge } from '#components/patterns/state/state-badge.tsx';
import { Link } from '#components/ui/link.tsx';
import { patchDataRows, patchSources } from '#lib/browser/live/patch-sources.ts';
import { patchValue } from '#lib/browser/view/patches.ts';
import { useLateView, useView, type ViewQuery } from '#lib/browser/view/use-view.ts';
import type { ViewResult } from '#lib/views/_shared/view.ts';
import type { ApplicationRow } from '#lib/views/applications/row.ts';
import type { GatedLadder, WavesData } from '#lib/views/waves/read.ts';
import { ApplicationsTable } from './applications-table.tsx';
import { GateNotice } from './gate-notice.tsx';
import { GateRepair } from './gate-repair.tsx';
import { HoldSentence } from './hold-sentence.tsx';
import { useSelection } from './use-selection.ts';
import { WaveLadder } from './wave-ladder.tsx';

const WAVES: ViewQuery<WavesData> = {
  name: 'waves',
  patches: {
    ladder: patchValue<WavesData, GatedLadder>((data, ladder) => ({ ...data, ladder })),
    sources: patchSources,
  },
};
const APPLICATIONS: ViewQuery<{ rows: ApplicationRow[] }> = {
  name: 'applications',
  patches: { applications: patchDataRows, sources: patchSources },
};

/** The waves as a ladder, and every application as a table beside it. */
export function WavesPage({ initial }: { initial: ViewResult<WavesData> }) {
  const { data } = useView(WAVES, initial);
  const all = useLateView(APPLICATIONS, initial.position);
  const control = useSelection('/waves');
  const rows = all?.data.rows ?? data.rows;
  const chips = all?.data.rows ?? data.chips;
  const { root } = data;
  const { href, select } = control;
  const waveHref = useCallback((wave: number) => href({ waves: [wave] }), [href]);
  const onWave = useCallback((wave: number) => select({ waves: [wave] }), [select]);
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <PageHeader
        title="Waves"
        description={<HoldSentence ladder={data.ladder} />}
        marks={
          root !== null && (
            <span className="flex items-center gap-2 text-sm">
              <Link href={`/applications/${root.id}`}>{root.name}</Link>
              <StateBadge kind="sync" state={root.sync} look="icon" />
              <StateBadge kind="health" state={root.health} look="icon" />
            </span>
          )
        }
      />
      {data.ladder.gating !== null && (
        <GateNotice gating={data.ladder.gating}>
          {data.ladder.gating.verdict === 'creation-only' && <GateRepair since={initial.position} />}
        </GateNotice>
      )}
      <div className="grid min-w-0 gap-5 xl:grid-cols-[minmax(20rem,1fr)_minmax(0,2fr)] xl:items-start">
        <WaveLadder ladder={data.ladder} rows={chips} waveHref={waveHref} onWave={all && onWave} />
        <ApplicationsTable control={control} rows={rows} isComplete={all !== undefined} counted={data} />
      </div>
    </div>
  );
}
