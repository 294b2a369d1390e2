'use client';

import { useMemo } from 'react';
import { type AddressControl, useAddressState } from '#components/frame/use-address-state.ts';
import { type WithColumns, withColumns } from '#components/frame/with-columns.ts';
import type { ApplicationSelection } from '#lib/views/applications/select-rows.ts';
import { formatSelection, parseSelection } from '#lib/views/applications/selection-params.ts';
import { APPLICATION_COLUMNS } from './application-columns.tsx';

export type WavesLook = 'ladder' | 'graph';
/** What the table shows, and how the waves are drawn beside it. */
type WavesAddress = ApplicationSelection & { show: WavesLook };
type TableAddress = ApplicationSelection & WithColumns;

export type SelectionControl = Omit<AddressControl<WavesAddress & WithColumns>, 'state'> & {
  selection: TableAddress;
  show: WavesLook;
};

const WAVES = withColumns<WavesAddress>(
  {
    path: '/waves',
    parse: (params) => ({ ...parseSelection(params), show: params.get('show') === 'graph' ? 'graph' : 'ladder' }),
    format({ show, ...selection }) {
      const query = formatSelection(selection);
      return show === 'ladder' ? query : `${query}${query === '' ? '?' : '&'}show=${show}`;
    },
    typed: 'search',
  },
  APPLICATION_COLUMNS,
);

/** The table's selection, kept in the address of the page: a link to another one, and the way back, are followed. */
export function useSelection(): SelectionControl {
  const control = useAddressState(WAVES);
  return useMemo(() => {
    const { state, href, select } = control;
    const { show, ...selection } = state;
    return { selection, show, href, select };
  }, [control]);
}

/** The list with the item added, or without it when it is there. */
export function toggled<Item>(list: readonly Item[], item: Item): Item[] {
  return list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
}
