import type { Column } from '#components/patterns/data-table/column.ts';
import { timeOf } from '#components/patterns/data-table/export/plain-cell.ts';
import { StateBadge } from '#components/patterns/state/state-badge.tsx';
import { Time } from '#components/patterns/time/time.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { TONE_TEXT } from '#components/ui/tone.ts';
import { prefixOf } from '#lib/domain/cluster/qualified.ts';
import type { ApplicationRow } from '#lib/views/applications/row.ts';
import { STANDING_LOOKS } from './standing-look.ts';

function Name({ row }: { row: ApplicationRow }) {
  const { icon, tone, word } = STANDING_LOOKS[row.standing];
  const cluster = prefixOf(row.id);
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Icon name={icon} size={14} label={word} className={TONE_TEXT[tone]} />
      <span className="truncate font-medium">{row.name}</span>
      {cluster !== null && <span className="flex-none text-muted text-xs">in {cluster}</span>}
    </span>
  );
}

/** The table of applications; the ids of sortable columns are the words of the address. */
export const APPLICATION_COLUMNS: readonly Column<ApplicationRow>[] = [
  {
    id: 'name',
    header: 'Application',
    isSortable: true,
    size: 'grow-2',
    narrow: 'title',
    plain: (row) => row.name,
    render: (row) => <Name row={row} />,
  },
  {
    id: 'wave',
    header: 'Wave',
    isSortable: true,
    size: 'xs',
    align: 'end',
    plain: (row) => row.wave,
    value: (row) => row.wave,
    render: (row) => row.wave,
  },
  {
    id: 'health',
    header: 'Health',
    size: 'sm',
    narrow: 'end',
    plain: (row) => row.health,
    value: (row) => row.health,
    render: (row) => <StateBadge kind="health" state={row.health} />,
  },
  {
    id: 'sync',
    header: 'Sync',
    size: 'sm',
    plain: (row) => row.sync,
    value: (row) => row.sync,
    render: (row) => <StateBadge kind="sync" state={row.sync} />,
  },
  {
    id: 'trouble',
    header: 'Waits for',
    isSortable: true,
    size: 'grow-2',
    narrow: 'meta',
    plain: (row) => row.reason,
    value: (row) => row.reason,
    render: (row) =>
      row.reason === '' ? null : (
        <span className="text-muted" title={row.reason}>
          {row.reason}
        </span>
      ),
  },
  {
    id: 'since',
    header: 'Since',
    isSortable: true,
    size: 'sm',
    align: 'end',
    isWideOnly: true,
    plain: (row) => timeOf(row.since),
    render: (row) => (row.since === null ? null : <Time at={row.since} />),
  },
  {
    id: 'revision',
    header: 'Revision',
    size: 'sm',
    isWideOnly: true,
    plain: (row) => row.revision,
    value: (row) => row.revision,
    render: (row) => <code>{row.revision}</code>,
  },
  {
    id: 'project',
    header: 'Project',
    isSortable: true,
    size: 'md',
    isExtra: true,
    plain: (row) => row.project,
    value: (row) => row.project,
    render: (row) => row.project,
  },
  {
    id: 'destination',
    header: 'Namespace',
    size: 'md',
    isExtra: true,
    plain: (row) => row.destination,
    value: (row) => row.destination,
    render: (row) => row.destination,
  },
];

/** A change of health in words, for screen readers. */
export function describeApplicationChange(before: ApplicationRow, after: ApplicationRow): string | null {
  return before.health === after.health && before.sync === after.sync
    ? null
    : `${after.name}: ${after.health}, ${after.sync}`;
}
