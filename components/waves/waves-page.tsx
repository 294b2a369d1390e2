'use client';

import { useCallback, useMemo } from 'react';
import { SourceTrouble } from '#components/overview/source-trouble.tsx';
import { ChoiceLinks } from '#components/patterns/choice-links.tsx';
import { EmptyState } from '#components/patterns/empty-state.tsx';
import { NotKnown } from '#components/patterns/freshness/not-known.tsx';
import { PageHeader } from '#components/patterns/page-header.tsx';
import { StateBadge } from '#components/patterns/state/state-badge.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { Link } from '#components/ui/link.tsx';
import { patchDataRows, patchSources } from '#lib/browser/live/patch-sources.ts';
import { patchValue } from '#lib/browser/view/patches.ts';
import { useLateView, useView, type ViewQuery } from '#lib/browser/view/use-view.ts';
import { prefixOf } from '#lib/domain/cluster/qualified.ts';
import { hasData } from '#lib/domain/source/source.ts';
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

const patchLadder = patchValue<WavesData, GatedLadder>((data, ladder) => ({
  ...data,
  ladder,
  // Those of other clusters are there to choose while this one is not known.
  choices: ladder === null ? (data.ladder?.choices ?? data.choices) : [],
}));
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
  const { data, sources } = useView(query, initial, params);
  const all = useLateView(APPLICATIONS, initial.position);
  const control = useSelection();
  const rows = all?.data.rows ?? data.rows;
  const chips = all?.data.rows ?? data.chips;
  const { ladder } = data;
  const ofApplications = sources.filter(({ id }) => data.standsOn.includes(id));
  const isKnown = ofApplications.some(hasData);
  const root = ladder?.root ?? null;
  const gating = ladder?.gating ?? null;
  const { href, select, show } = control;
  const waveHref = useCallback((wave: number) => href({ waves: [wave] }), [href]);
  // The rungs are of one ladder; what else is chosen stays.
  const ladderHref = useCallback((other: string) => href({ ladder: other, waves: [] }), [href]);
  const onWave = useCallback((wave: number) => select({ waves: [wave] }), [select]);
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <PageHeader
        title="Waves"
        description={ladder !== null && <HoldSentence ladder={ladder} where={PLACES[data.kind]} />}
        marks={
          <>
            {root !== null && (
              <span className="flex items-center gap-2 text-sm">
                <Link href={`/applications/${root.id}`} className="inline-flex min-h-6 items-center">
                  {root.name}
                </Link>
                <StateBadge kind="sync" state={root.sync} look="icon" />
                <StateBadge kind="health" state={root.health} look="icon" />
              </span>
            )}
            {isKnown && <SourceTrouble sources={sources} ids={data.standsOn} />}
          </>
        }
      />
      <LadderChoices choices={ladder?.choices ?? data.choices} current={key} hrefOf={ladderHref} />
      {gating !== null && (
        <GateNotice gating={gating}>
          {gating.verdict === 'creation-only' && isOfFirstCluster(key) && <GateRepair since={initial.position} />}
        </GateNotice>
      )}
      {!isKnown && <NotKnown sources={ofApplications} />}
      {isKnown && (
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
            {ladder === null ? (
              <NotKnown sources={ofApplications} />
            ) : ladder.rungs.length === 0 ? (
              <EmptyState
                title="No waves to draw here"
                hint={ladder.choices.some(({ total }) => total > 0) && 'Choose above where there are applications.'}
              />
            ) : show === 'graph' ? (
              <WaveGraph ladder={ladder} ladderKey={key} rows={chips} waveHref={waveHref} />
            ) : (
              <WaveLadder ladder={ladder} ladderKey={key} rows={chips} waveHref={waveHref} onWave={all && onWave} />
            )}
          </div>
          <ApplicationsTable control={control} rows={rows} isComplete={all !== undefined} counted={data} />
        </div>
      )}
    </div>
  );
}
