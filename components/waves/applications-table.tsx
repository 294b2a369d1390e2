'use client';

import { useCallback, useMemo, useState } from 'react';
import { useTableSorting } from '#components/frame/use-table-sorting.ts';
import { useColumnControl } from '#components/frame/with-columns.ts';
import { DataTable } from '#components/patterns/data-table/data-table.tsx';
import { EmptyState } from '#components/patterns/empty-state.tsx';
import { FilterChips } from '#components/patterns/filter-chips.tsx';
import { SearchInput } from '#components/patterns/search-input.tsx';
import { Link } from '#components/ui/link.tsx';
import { STANDINGS, type Standing } from '#lib/domain/wave/settled.ts';
import { countStandings, type StandingCounts } from '#lib/views/applications/count-standings.ts';
import { createRowSelector } from '#lib/views/applications/reselect-rows.ts';
import type { ApplicationRow } from '#lib/views/applications/row.ts';
import { EVERYTHING } from '#lib/views/applications/select-rows.ts';
import { APPLICATION_COLUMNS, describeApplicationChange } from './application-columns.tsx';
import { STANDING_LOOKS } from './standing-look.ts';
import { type SelectionControl, toggled } from './use-selection.ts';

export type ApplicationsTableProps = {
  control: SelectionControl;
  /** All rows; until they are all here, the first ones that match, in order. */
  rows: readonly ApplicationRow[];
  isComplete: boolean;
  /** How many match and how many there are, as the server counted while `rows` is not complete. */
  counted: { matching: number; total: number; standings: StandingCounts };
};

const rowId = (row: ApplicationRow) => row.id;
const rowHref = (row: ApplicationRow) => `/applications/${row.id}`;

/** The applications as a table with search, filters and sort, all of them in the address. */
export function ApplicationsTable({ control, rows, isComplete, counted }: ApplicationsTableProps) {
  const { selection, href, select } = control;
  const [selectAgain] = useState(createRowSelector);
  const selected = useMemo(
    () => (isComplete ? selectAgain(rows, selection) : rows),
    [selectAgain, rows, isComplete, selection],
  );
  // The server's own until all rows are here, so that the filters stand where they will stay.
  const standings = useMemo(
    () => (isComplete ? countStandings(rows) : counted.standings),
    [isComplete, rows, counted.standings],
  );
  const search = useCallback((wanted: string) => select({ search: wanted }), [select]);
  const sorting = useTableSorting(selection, control);
  return (
    <section aria-label="Applications" className="min-w-0">
      <DataTable
        label="Applications"
        columns={APPLICATION_COLUMNS}
        columnControl={useColumnControl(selection.columns, select)}
        tools={
          <>
            <SearchInput label="Search applications" value={selection.search} onChange={search} />
            <StandingChips control={control} counts={standings} />
          </>
        }
        rows={selected}
        rowId={rowId}
        rowHref={rowHref}
        total={isComplete ? selected.length : counted.matching}
        sorting={sorting}
        orderKey={`${selection.search}|${selection.standings}|${selection.waves}`}
        describeChange={describeApplicationChange}
        empty={<NothingFound total={isComplete ? rows.length : counted.total} clear={href(EVERYTHING)} />}
      />
    </section>
  );
}

function StandingChips({ control, counts }: { control: SelectionControl; counts: StandingCounts }) {
  const { selection, href, select } = control;
  const chips = STANDINGS.filter(
    (standing) => counts[standing] !== undefined || selection.standings.includes(standing),
  ).map((standing) => ({
    id: standing,
    label: STANDING_LOOKS[standing].word,
    icon: STANDING_LOOKS[standing].icon,
    tone: STANDING_LOOKS[standing].tone,
    isOn: selection.standings.includes(standing),
    href: href({ standings: toggled(selection.standings, standing) }),
    count: counts[standing] ?? 0,
  }));
  const waves = selection.waves.map((wave) => ({
    id: `wave-${wave}`,
    label: `Wave ${wave}`,
    isOn: true,
    href: href({ waves: toggled(selection.waves, wave) }),
  }));
  const toggle = (id: string) =>
    select(
      id.startsWith('wave-')
        ? { waves: toggled(selection.waves, Number(id.slice('wave-'.length))) }
        : { standings: toggled(selection.standings, id as Standing) },
    );
  return <FilterChips label="Filter by state" chips={[...chips, ...waves]} onToggle={toggle} />;
}

function NothingFound({ total, clear }: { total: number; clear: string }) {
  return total === 0 ? (
    <EmptyState title="There are no applications" hint="The root application has not brought any yet." />
  ) : (
    <EmptyState title="No application matches" hint={<Link href={clear}>Show all {total}</Link>} />
  );
}
