'use client';

import { useCallback, useMemo } from 'react';
import {
  type ChoosableColumn,
  type ColumnChoice,
  formatColumns,
  parseColumns,
} from '#components/patterns/data-table/column-choice.ts';
import type { ColumnControl } from '#components/patterns/data-table/column-menu.tsx';
import type { AddressCodec } from './use-address-state.ts';

/** What the address of a page with a table says besides. */
export type WithColumns = { columns: ColumnChoice };

/**
 * The same address, which says besides which columns of a table are shown. Keep it outside components.
 * @param name under which it says so; for a second table on a page
 */
export function withColumns<State extends object, Name extends string = 'columns'>(
  codec: AddressCodec<State>,
  columns: readonly ChoosableColumn[],
  name = 'columns' as Name,
): AddressCodec<State & Record<Name, ColumnChoice>> {
  return {
    path: codec.path,
    typed: codec.typed,
    parse(params) {
      const chosen = { [name]: parseColumns(params.get(name) ?? '', columns) } as Record<Name, ColumnChoice>;
      return { ...codec.parse(params), ...chosen };
    },
    format(state) {
      const query = codec.format(state);
      const chosen = formatColumns(state[name], columns);
      return chosen === '' ? query : `${query === '' ? '?' : `${query}&`}${name}=${chosen}`;
    },
  };
}

/** For a table on such a page. Keep `select` the same between renders. */
export function useColumnControl(columns: ColumnChoice, select: (change: WithColumns) => void): ColumnControl {
  const choose = useCallback((next: ColumnChoice) => select({ columns: next }), [select]);
  return useMemo(() => ({ chosen: columns, choose }), [columns, choose]);
}
