'use client';

import { useCallback } from 'react';
import type { AddressControl } from '#components/frame/use-address-state.ts';
import { useTableSorting } from '#components/frame/use-table-sorting.ts';
import { useColumnControl, type WithColumns } from '#components/frame/with-columns.ts';
import { DataTable } from '#components/patterns/data-table/data-table.tsx';
import { EmptyState } from '#components/patterns/empty-state.tsx';
import { FilterChips } from '#components/patterns/filter-chips.tsx';
import { RowTroubles } from '#components/patterns/freshness/row-freshness.tsx';
import { SearchInput } from '#components/patterns/search-input.tsx';
import { Link } from '#components/ui/link.tsx';
import type { SourceStatus } from '#lib/domain/source/source.ts';
import { type ClusterStanding, clusterTroubles } from '#lib/views/_shared/cluster-standing.ts';
import type { GpuMachine } from '#lib/views/gpu/machine.ts';
import {
  ALL_MACHINES,
  MACHINE_FILTERS,
  type MachineFilter,
  type MachineSelection,
} from '#lib/views/gpu/select-machines.ts';
import { MACHINE_COLUMNS } from './machine-columns.tsx';

/** So many are seen at once without a table of them. */
export const FEW_MACHINES = 2;

export type MachineTableProps = {
  control: AddressControl<MachineSelection & WithColumns>;
  /** Those that match, in order; until all are here, the first of them. */
  rows: readonly GpuMachine[];
  matching: number;
  total: number;
  counts: Record<MachineFilter, number>;
  /** Every cluster, and how fresh what it stands on is. */
  clusters: readonly ClusterStanding[];
  sources: readonly SourceStatus[];
};

const LABELS: Record<MachineFilter, string> = { free: 'With free slices', full: 'Full', trouble: 'In trouble' };

/** The machine that is shown alone, as a filter to take off. */
const ALONE = { id: 'alone', isOn: true };

const rowId = (row: GpuMachine) => row.id;

/** All machines with cards, a line each. */
export function MachineTable({ control, rows, matching, total, counts, clusters, sources }: MachineTableProps) {
  const { state, href, select } = control;
  const { search, machine, show } = state;
  const find = useCallback((wanted: string) => select({ search: wanted }), [select]);
  /** Shows the one alone, drawn. */
  const rowHref = useCallback((row: GpuMachine) => href({ ...ALL_MACHINES, machine: row.id }), [href]);
  const troublesOf = useCallback((id: string) => clusterTroubles(id, clusters, sources), [clusters, sources]);
  const sorting = useTableSorting(state, control);
  const other = (filter: MachineFilter) => ({ show: show === filter ? '' : filter }) as const;
  const chips = MACHINE_FILTERS.map((filter) => ({
    id: filter,
    label: LABELS[filter],
    count: counts[filter],
    isOn: show === filter,
    href: href(other(filter)),
  }));
  return (
    <section aria-label="Machines with cards" className="min-w-0">
      <RowTroubles value={troublesOf}>
        <DataTable
          label="Machines with cards"
          columns={MACHINE_COLUMNS}
          columnControl={useColumnControl(state.columns, select)}
          tools={
            <>
              <SearchInput label="Search machines, cards, pods and models" value={search} onChange={find} />
              <FilterChips
                label="Filter machines"
                chips={[
                  ...chips,
                  ...(machine === '' ? [] : [{ ...ALONE, label: machine, href: href({ machine: '' }) }]),
                ]}
                onToggle={(id) => select(id === ALONE.id ? { machine: '' } : other(id as MachineFilter))}
              />
            </>
          }
          rows={rows}
          rowId={rowId}
          rowHref={rowHref}
          total={matching}
          sorting={sorting}
          orderKey={`${search}|${machine}|${show}`}
          isBoxed
          empty={
            <EmptyState title="No machine matches" hint={<Link href={href(ALL_MACHINES)}>Show all {total}</Link>} />
          }
        />
      </RowTroubles>
    </section>
  );
}
