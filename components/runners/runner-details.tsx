import type { ReactNode } from 'react';
import { EmptyState } from '#components/patterns/empty-state.tsx';
import { KeyValueList } from '#components/patterns/key-value.tsx';
import { RunningDuration, Time } from '#components/patterns/time/time.tsx';
import { Card } from '#components/ui/card.tsx';
import { Copyable } from '#components/ui/copyable.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { Link } from '#components/ui/link.tsx';
import type { RunnerJob, RunnerManager } from '#lib/domain/runner/runner.ts';
import type { RunnerRow } from '#lib/views/runners/row.ts';
import { Labels } from './labels.tsx';
import { scopeWords } from './runner-columns.tsx';
import { FORGE_NAMES, MACHINE_LOOKS } from './runner-look.ts';
import { RunnerMark } from './runner-mark.tsx';
import { ScaleSetCard } from './scale-set-card.tsx';

/** Everything of a runner's page below its title. */
export function RunnerDetails({ runner }: { runner: RunnerRow }) {
  return (
    <div className="grid min-w-0 gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
      <div className="flex min-w-0 flex-col gap-4">
        {runner.unread.map((sentence) => (
          <p key={sentence} className="flex gap-2 rounded-lg bg-unknown-soft p-3 text-sm">
            <Icon name="forbidden" size={16} className="mt-0.5 flex-none text-unknown" />
            <span className="min-w-0 break-words">{sentence}</span>
          </p>
        ))}
        <Jobs jobs={runner.jobs} isBusy={runner.busy} isReady={runner.standing === 'idle'} />
        {runner.scaleSet === null ? (
          <Machines managers={runner.managers} isUnread={runner.unread.length > 0} />
        ) : (
          <ScaleSetCard scaleSet={runner.scaleSet} />
        )}
      </div>
      <Facts runner={runner} />
    </div>
  );
}

function Facts({ runner }: { runner: RunnerRow }) {
  const { labels, runsUntagged, locked, protectedOnly, version, behind, platform, architecture, contactedAt } = runner;
  const paths = runner.scope.paths ?? [];
  const facts: { label: string; value: ReactNode }[] = [
    { label: 'Tags', value: <Labels labels={labels} runsUntagged={runsUntagged} wraps /> },
    { label: 'Belongs to', value: paths.length > 1 ? paths.join(', ') : scopeWords(runner) },
    ...(runner.group === null ? [] : [{ label: 'Runner group', value: runner.group.name ?? 'not known' }]),
    { label: 'Protected only', value: yesNo(protectedOnly) },
    { label: 'Locked', value: yesNo(locked) },
    {
      label: 'Version',
      value: version === null ? 'not known' : `${version}${behind === null ? '' : `, behind ${behind}`}`,
    },
    { label: 'Machine', value: [platform, architecture].filter((each) => each !== null).join(', ') || 'not known' },
    { label: 'Last heard', value: contactedAt === null ? 'not known' : <Time at={contactedAt} /> },
    { label: 'Forge', value: FORGE_NAMES[runner.forge] },
    { label: 'Id', value: <Copyable text={runner.id} what="id" /> },
  ];
  return (
    <Card title="What it takes">
      <KeyValueList items={facts} />
      {runner.forge === 'gitlab' && (
        <p className="mt-3 text-muted text-xs">
          GitLab writes down every 40 to 55 minutes that it heard a runner, by its own clock.
        </p>
      )}
    </Card>
  );
}

function yesNo(flag: boolean | null): string {
  return flag === null ? 'not known' : flag ? 'yes' : 'no';
}

type JobsProps = { jobs: readonly RunnerJob[]; isBusy: boolean; isReady: boolean };

function Jobs({ jobs, isBusy, isReady }: JobsProps) {
  return (
    <Card title="Jobs that run now" flush>
      {jobs.length === 0 &&
        (isBusy ? (
          <EmptyState
            icon="forbidden"
            title="It is busy, and its jobs may not be seen"
            hint="The portal's account needs a role in the projects that they belong to."
          />
        ) : (
          <EmptyState title="None" hint={isReady ? 'It waits for one.' : 'It takes none as it is now.'} />
        ))}
      <ul>
        {jobs.map((job) => (
          <li key={job.id} className="flex flex-wrap gap-x-3 border-line border-b px-4 py-2 text-sm last:border-b-0">
            {job.url === null ? job.name : <Link href={job.url}>{job.name}</Link>}
            <span className="min-w-0 break-words text-muted">
              {job.repository}
              {job.ref !== null && `, ${job.ref}`}
            </span>
            <span className="ms-auto text-muted text-xs">
              {job.startedAt !== null && (
                <>
                  runs for <RunningDuration since={job.startedAt} />
                </>
              )}
              {job.queuedMs !== null && `, waited ${Math.round(job.queuedMs / 1000)} s`}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Machines({ managers, isUnread }: { managers: readonly RunnerManager[]; isUnread: boolean }) {
  return (
    <Card title="Machines" flush>
      {managers.length === 0 &&
        (isUnread ? (
          <EmptyState icon="forbidden" title="Not known" hint="What is said above holds for its machines, too." />
        ) : (
          <EmptyState title="None" hint="No machine has called in under this runner yet." />
        ))}
      <ul>
        {managers.map((manager) => (
          <li
            key={manager.id}
            className="flex flex-wrap gap-x-3 border-line border-b px-4 py-2 text-sm last:border-b-0"
          >
            <code>{manager.name}</code>
            <RunnerMark look={MACHINE_LOOKS[manager.status]} />
            <span className="ms-auto text-muted text-xs">
              {[manager.version, manager.platform, manager.architecture].filter((each) => each !== null).join(', ')}
              {manager.contactedAt !== null && (
                <>
                  , heard <Time at={manager.contactedAt} />
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
