'use client';

import { useMemo } from 'react';
import { SourceTrouble } from '#components/overview/source-trouble.tsx';
import { PageHeader } from '#components/patterns/page-header.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { patchSources } from '#lib/browser/live/patch-sources.ts';
import { useView, type ViewQuery } from '#lib/browser/view/use-view.ts';
import type { Delta } from '#lib/domain/live/wire.ts';
import type { ViewResult } from '#lib/views/_shared/view.ts';
import type { RunnerData } from '#lib/views/runner/read.ts';
import type { RunnerRow } from '#lib/views/runners/row.ts';
import { RunnerDetails } from './runner-details.tsx';
import { RunnerGone } from './runner-gone.tsx';
import { FORGE_NAMES, RUNNER_LOOKS } from './runner-look.ts';
import { RunnerMark } from './runner-mark.tsx';

/** One runner, live. */
export function RunnerPage({ initial }: { initial: ViewResult<RunnerData> }) {
  const { id } = initial.data;
  const query = useMemo<ViewQuery<RunnerData>>(
    () => ({
      name: 'runner',
      patches: { [`runner/${id}`]: patchRunner, sources: patchSources },
      gone: goneRunner,
    }),
    [id],
  );
  const params = useMemo(() => ({ id }), [id]);
  const { data, sources } = useView(query, initial, params);
  const { runner } = data;
  const crumbs = [{ label: 'Runners', href: '/runners' }];
  if (runner === null) {
    return (
      <div className="flex min-w-0 flex-col gap-5">
        <PageHeader
          title={id}
          crumbs={crumbs}
          marks={<SourceTrouble sources={sources} ids={sources.map((source) => source.id)} />}
        />
        <RunnerGone sources={sources} />
      </div>
    );
  }
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <PageHeader
        title={runner.name}
        crumbs={crumbs}
        marks={
          <>
            <CopyButton text={runner.name} what="name" />
            <RunnerMark look={RUNNER_LOOKS[runner.standing]} />
            <SourceTrouble sources={sources} ids={sources.map((source) => source.id)} />
          </>
        }
        actions={runner.url !== null && <ButtonLink href={runner.url}>Open in {FORGE_NAMES[runner.forge]}</ButtonLink>}
      />
      <RunnerDetails runner={runner} />
    </div>
  );
}

function goneRunner({ id }: RunnerData): RunnerData {
  return { id, runner: null };
}

/** A runner that is removed is gone from the page as well: nobody should wait for it. Why, its source tells. */
function patchRunner(result: ViewResult<RunnerData>, { upsert, remove }: Delta): ViewResult<RunnerData> {
  const { id } = result.data;
  const row = upsert.find((each) => each.id === id);
  if (row !== undefined) {
    return { ...result, data: { id, runner: row as unknown as RunnerRow } };
  }
  return remove.includes(id) ? { ...result, data: goneRunner(result.data) } : result;
}
