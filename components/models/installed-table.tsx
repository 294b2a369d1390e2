'use client';

import { useCallback, useMemo } from 'react';
import type { AddressControl } from '#components/frame/use-address-state.ts';
import { useTableSorting } from '#components/frame/use-table-sorting.ts';
import { useColumnControl, type WithColumns } from '#components/frame/with-columns.ts';
import { DataTable } from '#components/patterns/data-table/data-table.tsx';
import { EmptyState } from '#components/patterns/empty-state.tsx';
import { FilterChips } from '#components/patterns/filter-chips.tsx';
import { SearchInput } from '#components/patterns/search-input.tsx';
import { Link } from '#components/ui/link.tsx';
import type { InstalledRow } from '#lib/views/models/installed-row.ts';
import { type ModelsAddress, NO_QUESTION } from '#lib/views/models/models-params.ts';
import { ALL_INSTALLED, selectInstalled } from '#lib/views/models/select-installed.ts';
import type { ServerLine } from '#lib/views/models/server-lines.ts';
import { INSTALLED_COLUMNS } from './installed-columns.tsx';

export type InstalledTableProps = {
  control: AddressControl<ModelsAddress & WithColumns>;
  /** All rows; until they are all here, the first ones that match, in order. */
  rows: readonly InstalledRow[];
  isComplete: boolean;
  /** As the server counted while `rows` is not complete. */
  counted: { matching: number; total: number };
  servers: readonly ServerLine[];
};

/** More servers than this are chosen in their own table above. */
const MOST_CHIPS = 8;

const rowId = (row: InstalledRow) => row.id;

/** Everything on the disks, with search, filter and sort in the address. */
export function InstalledTable({ control, rows, isComplete, counted, servers }: InstalledTableProps) {
  const { state, href, select } = control;
  const { search, server, sort, descending } = state;
  const selected = useMemo(
    () => (isComplete ? selectInstalled(rows, { search, server, sort, descending }) : rows),
    [rows, isComplete, search, server, sort, descending],
  );
  const find = useCallback((wanted: string) => select({ search: wanted }), [select]);
  /** Where one reads whether it would fit. */
  const rowHref = useCallback(
    (row: InstalledRow) => `${href({ question: { ...NO_QUESTION, server: row.server, model: row.name } })}#fit`,
    [href],
  );
  const sorting = useTableSorting(state, control);
  const chips = servers.slice(0, MOST_CHIPS).map(({ id, label, held }) => ({
    id,
    label,
    isOn: server === id,
    href: href({ server: server === id ? '' : id }),
    ...(held === null ? {} : { count: held.installed }),
  }));
  return (
    <section aria-label="Installed models" className="flex min-w-0 flex-col gap-3">
      <h2 className="font-medium text-sm">Installed</h2>
      <DataTable
        label="Installed models"
        columns={INSTALLED_COLUMNS}
        columnControl={useColumnControl(state.columns, select)}
        tools={
          <>
            <SearchInput label="Search installed models" value={search} onChange={find} />
            {servers.length > 1 && servers.length <= MOST_CHIPS && (
              <FilterChips
                label="Filter by server"
                chips={chips}
                onToggle={(id) => select({ server: server === id ? '' : id })}
              />
            )}
          </>
        }
        rows={selected}
        rowId={rowId}
        rowHref={rowHref}
        total={isComplete ? selected.length : counted.matching}
        sorting={sorting}
        orderKey={`${search}|${server}`}
        empty={
          <NothingFound
            total={isComplete ? rows.length : counted.total}
            servers={servers}
            clear={href(ALL_INSTALLED)}
          />
        }
      />
    </section>
  );
}

function NothingFound({ total, servers, clear }: { total: number; servers: readonly ServerLine[]; clear: string }) {
  if (total > 0) {
    return <EmptyState title="No model matches" hint={<Link href={clear}>Show all {total}</Link>} />;
  }
  return servers.some(({ held }) => held === null) ? (
    <EmptyState icon="unknown" title="Not known now" hint="The marks above tell which servers have not answered." />
  ) : (
    <EmptyState title="No model is installed" hint="ollama pull brings one, or ollama.models.pull of the chart." />
  );
}
