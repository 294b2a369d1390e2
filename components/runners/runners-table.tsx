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
import { toggled } from '#components/waves/use-selection.ts';
import { RUNNER_STANDINGS, type RunnerStanding } from '#lib/domain/runner/standing.ts';
import type { RunnerRow } from '#lib/views/runners/row.ts';
import { ALL_RUNNERS, type StandingCounts, selectRunners } from '#lib/views/runners/select-rows.ts';
import type { RunnersAddress } from '#lib/views/runners/selection-params.ts';
import { describeRunnerChange, RUNNER_COLUMNS } from './runner-columns.tsx';
import { RUNNER_LOOKS } from './runner-look.ts';

type Control = AddressControl<RunnersAddress & WithColumns>;

export type RunnersTableProps = {
  control: Control;
  /** All rows; until they are all here, the first ones that match, in order. */
  rows: readonly RunnerRow[];
  isComplete: boolean;
  matching: number;
  total: number;
  /** Whether there may be runners that nobody sees now. */
  isPartial: boolean;
  standings: StandingCounts;
};

const rowId = (row: RunnerRow) => row.id;
const rowHref = (row: RunnerRow) => `/runners/${row.id}`;

/** The fleet as a table with search, filters and sort, all of them in the address. */
export function RunnersTable({ control, rows, isComplete, matching, total, isPartial, standings }: RunnersTableProps) {
  const { state, href, select } = control;
  const { search, standings: wanted, sort, descending } = state;
  const selected = useMemo(
    () => (isComplete ? selectRunners(rows, { search, standings: wanted, sort, descending }) : rows),
    [rows, isComplete, search, wanted, sort, descending],
  );
  const onSearch = useCallback((next: string) => select({ search: next }), [select]);
  const sorting = useTableSorting(state, control);
  return (
    <section aria-label="Runners" className="min-w-0">
      <DataTable
        label="Runners"
        columns={RUNNER_COLUMNS}
        columnControl={useColumnControl(state.columns, select)}
        tools={
          <>
            <SearchInput label="Search runners" value={search} onChange={onSearch} />
            <StandingChips control={control} counts={standings} />
          </>
        }
        rows={selected}
        rowId={rowId}
        rowHref={rowHref}
        total={isComplete ? selected.length : matching}
        sorting={sorting}
        orderKey={`${search}|${wanted}`}
        describeChange={describeRunnerChange}
        empty={<NothingFound total={total} isPartial={isPartial} clear={href(ALL_RUNNERS)} />}
      />
    </section>
  );
}

function StandingChips({ control, counts }: { control: Control; counts: StandingCounts }) {
  const { state, href, select } = control;
  const chips = RUNNER_STANDINGS.filter(
    (standing) => counts[standing] !== undefined || state.standings.includes(standing),
  ).map((standing) => ({
    id: standing,
    label: RUNNER_LOOKS[standing].word,
    icon: RUNNER_LOOKS[standing].icon,
    tone: RUNNER_LOOKS[standing].tone,
    isOn: state.standings.includes(standing),
    href: href({ standings: toggled(state.standings, standing) }),
    count: counts[standing] ?? 0,
  }));
  const toggle = (id: string) => select({ standings: toggled(state.standings, id as RunnerStanding) });
  return <FilterChips label="Filter by state" chips={chips} onToggle={toggle} />;
}

type NothingFoundProps = Pick<RunnersTableProps, 'total' | 'isPartial'> & { clear: string };

export function NothingFound({ total, isPartial, clear }: NothingFoundProps) {
  if (total === 0 && isPartial) {
    const hint = 'Not all of them can be seen now; which, and why, stands at the top and beside this table.';
    return <EmptyState icon="runners" title="No runner is known" hint={hint} />;
  }
  return total === 0 ? (
    <EmptyState
      icon="runners"
      title="There are no runners"
      hint="None is registered for what the portal may see; without one, jobs wait for ever."
    />
  ) : (
    <EmptyState title="No runner matches" hint={<Link href={clear}>Show all {total}</Link>} />
  );
}
