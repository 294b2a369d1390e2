import { Bytes } from '#components/patterns/bytes.tsx';
import type { Column } from '#components/patterns/data-table/column.ts';
import { timeOf } from '#components/patterns/data-table/export/plain-cell.ts';
import { Time } from '#components/patterns/time/time.tsx';
import { Icon } from '#components/ui/icon.tsx';
import type { InstalledRow } from '#lib/views/models/installed-row.ts';

function Name({ row }: { row: InstalledRow }) {
  const what = row.remoteHost === undefined ? (row.isLoaded ? 'in memory' : 'on the disk') : 'in a cloud';
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Icon
        name={row.isLoaded ? 'live' : 'storage'}
        size={14}
        label={what}
        className={row.isLoaded ? 'text-ok' : 'text-faint'}
      />
      <span className="truncate font-medium">{row.name}</span>
      {row.remoteHost !== undefined && <span className="text-muted text-xs">cloud</span>}
    </span>
  );
}

/** `qwen2 7.6B`. */
function familyOf({ family, parameterSize }: InstalledRow): string {
  return [family, parameterSize].filter(Boolean).join(' ');
}

/** The table of installed models; the ids of sortable columns are the words of the address. */
export const INSTALLED_COLUMNS: readonly Column<InstalledRow>[] = [
  {
    id: 'name',
    header: 'Model',
    isSortable: true,
    size: 'grow-2',
    narrow: 'title',
    plain: (row) => row.name,
    value: (row) => row.isLoaded,
    render: (row) => <Name row={row} />,
  },
  {
    id: 'size',
    header: 'Size',
    isSortable: true,
    size: 'sm',
    align: 'end',
    narrow: 'end',
    plain: (row) => (row.remoteHost === undefined ? row.sizeBytes : null),
    value: (row) => row.sizeBytes,
    render: (row) =>
      row.remoteHost === undefined ? <Bytes value={row.sizeBytes} /> : <span className="text-muted">none here</span>,
  },
  {
    id: 'family',
    header: 'Family',
    isSortable: true,
    size: 'md',
    narrow: 'meta',
    plain: familyOf,
    value: (row) => row.family,
    render: (row) => familyOf(row) || 'not said',
  },
  {
    id: 'quantization',
    header: 'Quantisation',
    size: 'md',
    plain: (row) => row.quantization,
    render: (row) => row.quantization || 'not said',
  },
  {
    id: 'digest',
    header: 'Digest',
    size: 'md',
    isWideOnly: true,
    plain: (row) => row.digest,
    value: (row) => row.digest,
    render: (row) => <code title={row.digest}>{row.digest.slice(0, 12)}</code>,
  },
  {
    id: 'modified',
    header: 'Changed',
    isSortable: true,
    size: 'md',
    isWideOnly: true,
    align: 'end',
    plain: (row) => timeOf(row.modifiedAt),
    render: (row) => (row.modifiedAt === null ? 'not said' : <Time at={row.modifiedAt} />),
  },
  {
    id: 'server',
    header: 'Server',
    isSortable: true,
    size: 'md',
    plain: (row) => row.serverLabel,
    render: (row) => row.serverLabel,
  },
  {
    id: 'loaded',
    header: 'In memory',
    size: 'sm',
    isExtra: true,
    plain: (row) => row.isLoaded,
    value: (row) => row.isLoaded,
    render: (row) => (row.isLoaded ? 'yes' : 'no'),
  },
];
