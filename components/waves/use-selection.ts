'use client';

import { useMemo } from 'react';
import { type AddressControl, useAddressState } from '#components/frame/use-address-state.ts';
import { type WithColumns, withColumns } from '#components/frame/with-columns.ts';
import type { ApplicationSelection } from '#lib/views/applications/select-rows.ts';
import { formatSelection, parseSelection } from '#lib/views/applications/selection-params.ts';
import { APPLICATION_COLUMNS } from './application-columns.tsx';

type TableAddress = ApplicationSelection & WithColumns;

export type SelectionControl = Omit<AddressControl<TableAddress>, 'state'> & { selection: TableAddress };

const WAVES = withColumns<ApplicationSelection>(
  { path: '/waves', parse: parseSelection, format: formatSelection, typed: 'search' },
  APPLICATION_COLUMNS,
);

/** The table's selection, kept in the address of the page: a link to another one, and the way back, are followed. */
export function useSelection(): SelectionControl {
  const control = useAddressState(WAVES);
  return useMemo(() => ({ selection: control.state, href: control.href, select: control.select }), [control]);
}

/** The list with the item added, or without it when it is there. */
export function toggled<Item>(list: readonly Item[], item: Item): Item[] {
  return list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
}
