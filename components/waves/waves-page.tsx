'use client';

import { useCallback, useMemo } from 'react';
import { ChoiceLinks } from '#components/patterns/choice-links.tsx';
import { PageHeader } from '#components/patterns/page-header.tsx';
import { StateBadge } from '#components/patterns/state/state-badge.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { Link } from '#components/ui/link.tsx';
import { patchDataRows, patchSources } from '#lib/browser/live/patch-sources.ts';
import { patchValue } from '#lib/browser/view/patches.ts';
import { useLateView, useView, type ViewQuery } from '#lib/browser/view/use-view.ts';
import { prefixOf } from '#lib/domain/cluster/qualified.ts';
import type { LadderKey } from '#lib/domain/wave/ladder-key.ts';
import type { ViewResult } from '#lib/views/_shared/view.ts';
import type { ApplicationRow } from '#lib/views/applications/row.ts';
import type { GatedLadder } from '#lib/views/waves/ladders.ts';
import type { WavesData } from '#lib/views/waves/read.ts';
import { ApplicationsTable } from './applications-table.tsx';
import { GateNotice } from './gate-notice.tsx';
import { GateRepair } from './gate-repair.tsx';
import { HoldSentence } from './hold-sentence.tsx';
import { LadderChoices } from './ladder-choice.tsx';
import { useSelection } from './use-selection.ts';
import { WaveGraph } from './wave-graph.tsx';
import { WaveLadder } from './wave-ladder.tsx';

const patchLadder = patchValue<WavesData, GatedLadder>((data, ladder) => ({ ...data, ladder }));
const APPLICATIONS: ViewQuery<{ rows: ApplicationRow[] }> = {
  name: 'applications',
  patches: { applications: patchDataRows, sources: patchSources },
};

const LOOKS = [
  { id: 'ladder', label: 'Ladder' },
  { id: 'graph', label: 'Graph' },
] as const;

const PLACES = { application: 'below the root', set: 'of this ApplicationSet', none: 'without a root' } as const;

/** Settings are mended in the GitOps repository, which makes those of the first cluster. */
function isOfFirstCluster(key: LadderKey): boolean {
  return prefixOf(key) === null;
}

/** The waves as a ladder, and every application as a table beside it. */
export function WavesPage({ initial }: { initial: ViewResult<WavesData> }) {
  const { key } = initial.data;
  const query = useMemo<ViewQuery<WavesData>>(
    () => ({
      name: 'waves',
      patches: { [key === '' ? 'ladder' : `ladder/${key}`]: patchLadder, sources: patchSources },
    }),
    [key],
  );
  const params = useMemo(() => (key === '' ? {} : { ladder: key }), [key]);
  const { data } = useView(query, initial, params);
  const all = useLateView(APPLICATIONS, initial.position);
  const control = useSelection();
  const rows = all?.data.rows ?? data.rows;
  const chips = all?.data.rows ?? data.chips;
  const { root } = data;
  const { href, select, show } = control;
  const waveHref = useCallback((wave: number) => href({ waves: [wave] }), [href]);
  // The rungs are of one ladder; what else is chosen stays.
  const ladderHref = useCallback((ladder: string) => href({ ladder, waves: [] }), [href]);
  const onWave = useCallback((wave: number) => select({ waves: [wave] }), [select]);
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <PageHeader
        title="Waves"
        description={<HoldSentence ladder={data.ladder} where={PLACES[data.kind]} />}
        marks={
          root !== null && (
            <span className="flex items-center gap-2 text-sm">
              <Link href={`/applications/${root.id}`} className="inline-flex min-h-6 items-center">
                {root.name}
              </Link>
              <StateBadge kind="sync" state={root.sync} look="icon" />
              <StateBadge kind="health" state={root.health} look="icon" />
            </span>
          )
        }
      />
      <LadderChoices choices={data.ladder.choices} current={key} hrefOf={ladderHref} />
      {data.ladder.gating !== null && (
        <GateNotice gating={data.ladder.gating}>
          {data.ladder.gating.verdict === 'creation-only' && isOfFirstCluster(key) && (
            <GateRepair since={initial.position} />
          )}
        </GateNotice>
      )}
      <div
        className={classNames(
          'grid min-w-0 gap-5 xl:items-start',
          show === 'ladder' && 'xl:grid-cols-[minmax(20rem,1fr)_minmax(0,2fr)]',
        )}
      >
        <div className="flex min-w-0 flex-col gap-2">
          <ChoiceLinks
            label="Ladder or graph"
            choices={LOOKS.map((look) => ({ ...look, href: href({ show: look.id }) }))}
            chosen={show}
            onChoose={(look) => select({ show: look })}
          />
          {show === 'graph' ? (
            <WaveGraph data={data} rows={chips} waveHref={waveHref} />
          ) : (
            <WaveLadder ladder={data.ladder} ladderKey={key} rows={chips} waveHref={waveHref} onWave={all && onWave} />
          )}
        </div>
        <ApplicationsTable control={control} rows={rows} isComplete={all !== undefined} counted={data} />
      </div>
    </div>
  );
}
