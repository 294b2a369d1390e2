'use client';

import { useCallback } from 'react';
import type { AddressControl } from '#components/frame/use-address-state.ts';
import { useColumnControl, type WithColumns } from '#components/frame/with-columns.ts';
import type { Column } from '#components/patterns/data-table/column.ts';
import type { ColumnChoice } from '#components/patterns/data-table/column-choice.ts';
import { DataTable } from '#components/patterns/data-table/data-table.tsx';
import { EmptyState } from '#components/patterns/empty-state.tsx';
import { RowFreshness, RowTroubles } from '#components/patterns/freshness/row-freshness.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { isWell, type SourceStatus } from '#lib/domain/source/source.ts';
import type { ModelsAddress } from '#lib/views/models/models-params.ts';
import type { ServerLine } from '#lib/views/models/server-lines.ts';

const loadedWords = ({ held }: ServerLine) => (held === null ? 'not known' : `${held.loaded} in memory`);
const driftWords = ({ drift }: ServerLine) =>
  drift === null ? 'not compared' : drift === 0 ? 'as git says' : `${drift} not as git says`;

function Name({ row }: { row: ServerLine }) {
  const { label, source, held, drift } = row;
  const icon = held === null ? 'unknown' : drift === null || drift === 0 ? 'models' : 'warn';
  const what = held === null ? 'not known' : drift === null ? 'not compared with git' : driftWords(row);
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Icon name={icon} size={14} label={what} className={icon === 'warn' ? 'text-warn' : 'text-faint'} />
      <span className="truncate font-medium">{label}</span>
      <RowFreshness id={source} />
    </span>
  );
}

/** The table of model servers. */
export const SERVER_COLUMNS: readonly Column<ServerLine>[] = [
  {
    id: 'name',
    header: 'Server',
    size: 'grow-2',
    narrow: 'title',
    plain: (row) => row.label,
    render: (row) => <Name row={row} />,
  },
  {
    id: 'loaded',
    header: 'In memory',
    size: 'md',
    align: 'end',
    narrow: 'end',
    plain: ({ held }) => held?.loaded ?? null,
    value: loadedWords,
    render: loadedWords,
  },
  {
    id: 'installed',
    header: 'Installed',
    size: 'sm',
    align: 'end',
    plain: ({ held }) => held?.installed ?? null,
    render: ({ held }) => held?.installed.toLocaleString('en') ?? '',
  },
  {
    id: 'drift',
    header: 'Git',
    size: 'lg',
    align: 'end',
    narrow: 'meta',
    plain: ({ drift }) => drift,
    value: driftWords,
    render: driftWords,
  },
];

const rowId = (row: ServerLine) => row.id;

export type ServerTableProps = {
  control: AddressControl<ModelsAddress & { serverColumns: ColumnChoice }>;
  rows: readonly ServerLine[];
  /** Of the servers. */
  sources: readonly SourceStatus[];
};

/** All model servers, a line each; choosing one shows it whole, with what is on its disk. */
export function ServerTable({ control, rows, sources }: ServerTableProps) {
  const { state, href, select } = control;
  const choose = useCallback(({ columns }: WithColumns) => select({ serverColumns: columns }), [select]);
  const troublesOf = useCallback(
    (source: string) => sources.filter((each) => each.id === source && !isWell(each)),
    [sources],
  );
  const rowHref = useCallback((row: ServerLine) => href({ server: row.id }), [href]);
  return (
    <section aria-label="Model servers" className="min-w-0">
      <RowTroubles value={troublesOf}>
        <DataTable
          label="Model servers"
          columns={SERVER_COLUMNS}
          columnControl={useColumnControl(state.serverColumns, choose)}
          rows={rows}
          rowId={rowId}
          rowHref={rowHref}
          total={rows.length}
          hasKeys={false}
          isBoxed
          empty={<EmptyState title="No model server is configured" />}
        />
      </RowTroubles>
    </section>
  );
}
