import type { Column } from '#components/patterns/data-table/column.ts';
import { timeOf } from '#components/patterns/data-table/export/plain-cell.ts';
import { Time } from '#components/patterns/time/time.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { TONE_TEXT } from '#components/ui/tone.ts';
import { architecturesOf } from '#lib/domain/runner/runner.ts';
import type { RunnerRow } from '#lib/views/runners/row.ts';
import { scopeText } from '#lib/views/runners/select-rows.ts';
import { Labels } from './labels.tsx';
import { RUNNER_LOOKS } from './runner-look.ts';
import { RunnerMark } from './runner-mark.tsx';

function Name({ row }: { row: RunnerRow }) {
  const { icon, tone, word } = RUNNER_LOOKS[row.standing];
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Icon name={icon} size={14} label={word} className={TONE_TEXT[tone]} />
      <span className="truncate font-medium">{row.name}</span>
    </span>
  );
}

function Version({ row: { version, behind } }: { row: RunnerRow }) {
  if (version === null) {
    return <span className="text-unknown">not known</span>;
  }
  return (
    <span
      className="inline-flex items-center gap-1 tabular-nums"
      title={behind === null ? undefined : `Behind ${behind}`}
    >
      {version}
      {behind !== null && <Icon name="warn" size={12} label={`behind ${behind}`} className="text-warn" />}
    </span>
  );
}

/** `instance`, `group platform`. */
export function scopeWords(row: RunnerRow): string {
  const text = scopeText(row);
  return /^\d+ /.test(text) ? text : `${row.scope.level} ${text}`.trim();
}

/** What its jobs run on: `linux amd64`. */
function machinesOf(row: RunnerRow): string[] {
  return [row.platform ?? '', ...architecturesOf(row)].filter((word) => word !== '');
}

/** The table of runners; the ids of sortable columns are the words of the address. */
export const RUNNER_COLUMNS: readonly Column<RunnerRow>[] = [
  {
    id: 'name',
    header: 'Runner',
    isSortable: true,
    size: 'grow-2',
    narrow: 'title',
    plain: (row) => row.name,
    render: (row) => <Name row={row} />,
  },
  {
    id: 'trouble',
    header: 'State',
    isSortable: true,
    size: 'sm',
    narrow: 'end',
    plain: (row) => row.standing,
    value: (row) => row.standing,
    render: (row) => <RunnerMark look={RUNNER_LOOKS[row.standing]} />,
  },
  {
    id: 'labels',
    header: 'Tags',
    size: 'grow-2',
    narrow: 'meta',
    plain: (row) => row.labels,
    value: (row) => row.labels?.join(' ') ?? null,
    render: (row) => <Labels labels={row.labels} runsUntagged={row.runsUntagged} />,
  },
  {
    id: 'scope',
    header: 'Belongs to',
    isSortable: true,
    size: 'md',
    plain: scopeWords,
    value: (row) => scopeWords(row),
    render: (row) => (
      <span className="text-muted" title={row.scope.paths?.join(', ')}>
        {scopeWords(row)}
      </span>
    ),
  },
  {
    id: 'version',
    header: 'Version',
    isSortable: true,
    size: 'sm',
    plain: (row) => row.version,
    value: (row) => row.version,
    render: (row) => <Version row={row} />,
  },
  {
    id: 'contacted',
    header: 'Heard',
    isSortable: true,
    size: 'sm',
    align: 'end',
    isWideOnly: true,
    plain: (row) => timeOf(row.contactedAt),
    render: (row) => (row.contactedAt === null ? null : <Time at={row.contactedAt} />),
  },
  {
    id: 'machines',
    header: 'Machines',
    size: 'md',
    isExtra: true,
    plain: machinesOf,
    value: (row) => machinesOf(row).join(' '),
    render: (row) => machinesOf(row).join(' ') || <span className="text-unknown">not known</span>,
  },
  {
    id: 'jobs',
    header: 'Jobs now',
    size: 'sm',
    align: 'end',
    isExtra: true,
    plain: (row) => row.jobs.length,
    value: (row) => row.jobs.length,
    render: (row) => row.jobs.length,
  },
];

/** A change of state in words, for screen readers. */
export function describeRunnerChange(before: RunnerRow, after: RunnerRow): string | null {
  return before.standing === after.standing ? null : `${after.name}: ${RUNNER_LOOKS[after.standing].word}`;
}
