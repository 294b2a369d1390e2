'use client';

import { useCallback, useMemo } from 'react';
import {
  type ChoosableColumn,
  type ColumnChoice,
  formatColumns,
  parseColumns,
} from '#components/patterns/data-table/column-choice.ts';
import type { ColumnControl } from '#components/patterns/data-table/column-menu.tsx';
import type { AddressCodec, AddressControl } from './use-address-state.ts';

/** What the address of a page with a table says besides. */
export type WithColumns = { columns: ColumnChoice };

/** The same address, which says besides which columns of the page's table are shown. Keep it outside components. */
export function withColumns<State extends object>(
  codec: AddressCodec<State>,
  columns: readonly ChoosableColumn[],
): AddressCodec<State & WithColumns> {
  return {
    path: codec.path,
    typed: codec.typed,
    parse: (params) => ({ ...codec.parse(params), columns: parseColumns(params.get('columns') ?? '', columns) }),
    format(state) {
      const query = codec.format(state);
      const chosen = formatColumns(state.columns, columns);
      return chosen === '' ? query : `${query === '' ? '?' : `${query}&`}columns=${chosen}`;
    },
  };
}

/** For a table on such a page. */
export function useColumnControl(columns: ColumnChoice, select: AddressControl<WithColumns>['select']): ColumnControl {
  const choose = useCallback((next: ColumnChoice) => select({ columns: next }), [select]);
  return useMemo(() => ({ chosen: columns, choose }), [columns, choose]);
}
