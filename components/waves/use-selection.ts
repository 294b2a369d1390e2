'use client';

import { type AddressState, useAddressState } from '#components/patterns/address/use-address-state.ts';
import type { ApplicationSelection } from '#lib/views/applications/select-rows.ts';
import { formatSelection, parseSelection } from '#lib/views/applications/selection-params.ts';

export type SelectionControl = AddressState<ApplicationSelection>;

const FORM = { parse: parseSelection, format: formatSelection };

/** The selection of the table of applications, kept in the address of the page. */
export function useSelection(path: string): SelectionControl {
  return useAddressState(path, FORM);
}
