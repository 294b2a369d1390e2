'use client';

import { useSearchParams } from 'next/navigation';
import { useMemo } from 'react';
import type { ApplicationSelection } from '#lib/views/applications/select-rows.ts';
import { formatSelection, parseSelection } from '#lib/views/applications/selection-params.ts';

export type SelectionControl = {
  selection: ApplicationSelection;
  /** The address of another selection. */
  href: (change: Partial<ApplicationSelection>) => string;
  /** Takes another selection at once, without asking the server: everything to select from is here. */
  select: (change: Partial<ApplicationSelection>) => void;
};

/** The table's selection, kept in the address of the page. */
export function useSelection(path: string): SelectionControl {
  const params = useSearchParams();
  const selection = useMemo(() => parseSelection(new URLSearchParams(params.toString())), [params]);
  return useMemo(() => {
    const href = (change: Partial<ApplicationSelection>) => `${path}${formatSelection({ ...selection, ...change })}`;
    return { selection, href, select: (change) => window.history.replaceState(null, '', href(change)) };
  }, [path, selection]);
}

/** The list with the item added, or without it when it is there. */
export function toggled<Item>(list: readonly Item[], item: Item): Item[] {
  return list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
}
