'use client';

import { useMemo } from 'react';
import { useAddressState } from '#components/frame/use-address-state.ts';
import { withColumns } from '#components/frame/with-columns.ts';
import { SourceTrouble } from '#components/overview/source-trouble.tsx';
import { PageHeader } from '#components/patterns/page-header.tsx';
import { Card } from '#components/ui/card.tsx';
import { patchDataRows, patchSources } from '#lib/browser/live/patch-sources.ts';
import { useLateView, useView, type ViewQuery } from '#lib/browser/view/use-view.ts';
import type { JobQuestion } from '#lib/domain/runner/job-question.ts';
import type { ViewResult } from '#lib/views/_shared/view.ts';
import type { RunnersData } from '#lib/views/runners/read.ts';
import { formatRunnersAddress, parseRunnersAddress, type RunnersAddress } from '#lib/views/runners/selection-params.ts';
import { answerNow } from './answer-now.ts';
import { CoverageCard, GapsCard, WaitingJobs } from './fleet-notes.tsx';
import { FleetSentence } from './fleet-sentence.tsx';
import { JobAnswer } from './job-answer.tsx';
import { JobForm } from './job-form.tsx';
import { NoFleet } from './no-fleet.tsx';
import { patchFleet } from './patch-fleet.ts';
import { RUNNER_COLUMNS } from './runner-columns.tsx';
import { RunnersTable } from './runners-table.tsx';

/** The page comes with the first rows only, which are not kept up to date: all of them are on their way. */
const FIRST: ViewQuery<RunnersData> = { name: 'runners', patches: { fleet: patchFleet, sources: patchSources } };
const ALL: ViewQuery<RunnersData> = {
  name: 'runners',
  patches: { fleet: patchFleet, runners: patchDataRows, sources: patchSources },
};
const ADDRESS = withColumns<RunnersAddress>(
  { path: '/runners', parse: parseRunnersAddress, format: formatRunnersAddress, typed: 'search' },
  RUNNER_COLUMNS,
);

export type RunnersPageProps = { initial: ViewResult<RunnersData>; params: Record<string, unknown> };

/** All runners as one fleet, and which of them takes a job. */
export function RunnersPage({ initial, params }: RunnersPageProps) {
  const first = useView(FIRST, initial, params);
  const all = useLateView(ALL, initial.position);
  const control = useAddressState(ADDRESS);
  const { question } = control.state;
  const { data, sources } = all ?? first;
  const { fleet } = data;
  const rows = all?.data.rows;
  const answer = useMemo(() => {
    const known = rows === undefined || fleet === null ? null : { rows, fleet };
    return answerNow(question, known, { answer: initial.data.answer, question: params.question });
  }, [rows, fleet, question, initial.data.answer, params.question]);
  const askHref = (next: JobQuestion) => control.href({ question: next });
  const ids = sources.map(({ id }) => id);
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <PageHeader
        title="Runners"
        description={fleet !== null && <FleetSentence fleet={fleet} />}
        marks={<SourceTrouble sources={sources} ids={ids} />}
      />
      {fleet === null ? (
        <NoFleet sources={sources} />
      ) : (
        <div className="grid min-w-0 gap-5 xl:grid-cols-[minmax(20rem,1fr)_minmax(0,2fr)] xl:items-start">
          <div className="flex min-w-0 flex-col gap-4">
            <Card title="Which runner takes this job?">
              <div className="flex flex-col gap-4">
                <JobForm
                  question={question}
                  onAsk={(next) => control.select({ question: next })}
                  clearHref={control.href({ question: null })}
                />
                {answer === 'pending' && <p className="text-muted text-sm">It is being worked out.</p>}
                {answer !== null && answer !== 'pending' && <JobAnswer answer={answer} />}
              </div>
            </Card>
            <CoverageCard coverage={fleet.coverage} />
            <GapsCard gaps={fleet.gaps} />
          </div>
          <div className="flex min-w-0 flex-col gap-4">
            {fleet.waiting.length > 0 && (
              <Card
                title={`Jobs that wait: ${fleet.waits.isLeast ? 'at least ' : ''}${fleet.waits.total.toLocaleString('en')}`}
                flush
              >
                <WaitingJobs jobs={fleet.waiting} askHref={askHref} />
                {fleet.waits.total > fleet.waiting.length && (
                  <p className="px-4 py-2 text-muted text-sm">
                    and {(fleet.waits.total - fleet.waiting.length).toLocaleString('en')} more
                  </p>
                )}
              </Card>
            )}
            <RunnersTable
              control={control}
              rows={rows ?? first.data.rows}
              isComplete={rows !== undefined}
              matching={first.data.matching}
              total={fleet.total}
              isPartial={fleet.unseen.length > 0}
              standings={fleet.standings}
            />
          </div>
        </div>
      )}
    </div>
  );
}
