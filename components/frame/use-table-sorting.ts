'use client';

import { useMemo } from 'react';
import type { Sort, Sorting } from '#components/patterns/data-table/data-head.tsx';
import type { AddressControl } from './use-address-state.ts';

/** The part of a page's address that says how its table is ordered; `sort` is the id of a column. */
export type SortAddress<Name extends string> = { sort: Name; descending: boolean };

/** How the table of a page is ordered, kept in the page's address. The columns that can be sorted have the address's words for ids. */
export function useTableSorting<Name extends string>(
  { sort, descending }: SortAddress<Name>,
  { href, select }: Pick<AddressControl<SortAddress<Name>>, 'href' | 'select'>,
): Sorting {
  return useMemo(() => {
    const addressOf = ({ column, direction }: Sort): SortAddress<Name> => ({
      sort: column as Name,
      descending: direction === 'descending',
    });
    return {
      current: { column: sort, direction: descending ? 'descending' : 'ascending' },
      href: (next) => href(addressOf(next)),
      onSort: (next) => select(addressOf(next)),
    };
  }, [sort, descending, href, select]);
}
