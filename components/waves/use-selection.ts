'use client';

import { useSearchParams } from 'next/navigation';
import { useEffect, useMemo, useState } from 'react';
import { isSame } from '#lib/domain/value/same.ts';
import type { ApplicationSelection } from '#lib/views/applications/select-rows.ts';
import { formatSelection, parseSelection } from '#lib/views/applications/selection-params.ts';

export type SelectionControl = {
  selection: ApplicationSelection;
  /** The address of another selection. */
  href: (change: Partial<ApplicationSelection>) => string;
  /** Takes another selection at once, without asking the server: everything to select from is here. */
  select: (change: Partial<ApplicationSelection>) => void;
};

/** The address follows when nothing more is typed: with each key, the router would draw the page twice. */
const ADDRESS_AFTER_MS = 150;

/** The table's selection, kept in the address of the page. */
export function useSelection(path: string): SelectionControl {
  const params = useSearchParams();
  const asked = useMemo(() => parseSelection(new URLSearchParams(params.toString())), [params]);
  /** What was chosen on the page since the address said `over`. */
  const [chosen, setChosen] = useState({ selection: asked, over: asked });
  const isNewest = chosen.over === asked || isSame(chosen.selection, asked);
  const selection = isNewest ? chosen.selection : asked;
  useEffect(() => {
    if (isSame(selection, asked)) {
      return;
    }
    const follow = () => window.history.replaceState(null, '', path + formatSelection(selection));
    const timer = setTimeout(follow, ADDRESS_AFTER_MS);
    return () => clearTimeout(timer);
  }, [path, selection, asked]);
  return useMemo(
    () => ({
      selection,
      href: (change) => `${path}${formatSelection({ ...selection, ...change })}`,
      select: (change) => setChosen({ selection: { ...selection, ...change }, over: asked }),
    }),
    [path, selection, asked],
  );
}

/** The list with the item added, or without it when it is there. */
export function toggled<Item>(list: readonly Item[], item: Item): Item[] {
  return list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
}
