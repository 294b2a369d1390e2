'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { ApplicationSelection } from '#lib/views/applications/select-rows.ts';
import { formatSelection, parseSelection } from '#lib/views/applications/selection-params.ts';
import { writeAddressLater } from './write-address-later.ts';

export type SelectionControl = {
  selection: ApplicationSelection;
  /** The address of another selection. */
  href: (change: Partial<ApplicationSelection>) => string;
  /** Takes another selection at once, without asking the server: everything to select from is here. */
  select: (change: Partial<ApplicationSelection>) => void;
};

/** The address follows when nothing more is typed: with each key, the router would draw the page twice. */
const AFTER_TYPING_MS = 150;
/** What was chosen is shown first: the browser and the router take as long for an address as the table for its rows. */
const AFTER_CHOOSING_MS = 50;

type Own = { passing: readonly string[]; written: string };

/** The table's selection, kept in the address of the page: a link to another one, and the way back, are followed. */
export function useSelection(path: string): SelectionControl {
  const params = useSearchParams();
  const asked = useMemo(() => parseSelection(new URLSearchParams(params.toString())), [params]);
  const address = formatSelection(asked);
  const [selection, setSelection] = useState(asked);
  /** What this page wrote last, and what the router may still show of before; any other address is somebody's wish. */
  const [own, setOwn] = useState<Own>({ passing: [], written: address });
  if (address === own.written) {
    if (own.passing.length > 0) {
      setOwn({ passing: [], written: address });
    }
  } else if (!own.passing.includes(address)) {
    setSelection(asked);
    setOwn({ passing: [], written: address });
  }
  const wanted = formatSelection(selection);
  useEffect(() => {
    if (wanted === own.written) {
      return;
    }
    const { search } = parseSelection(new URLSearchParams(own.written));
    const isTyping = formatSelection({ ...selection, search }) === own.written;
    const passing = [...own.passing, own.written];
    const write = () => {
      // After a step back the address is another page's, or a wish that has not arrived here yet.
      const { pathname, search: shown } = window.location;
      if (pathname === path && passing.includes(formatSelection(parseSelection(new URLSearchParams(shown))))) {
        setOwn({ passing, written: wanted });
        window.history.replaceState(null, '', path + wanted);
      }
    };
    return writeAddressLater(write, isTyping ? AFTER_TYPING_MS : AFTER_CHOOSING_MS);
  }, [path, selection, wanted, own]);
  const select = useCallback(
    (change: Partial<ApplicationSelection>) => setSelection((before) => ({ ...before, ...change })),
    [],
  );
  return useMemo(
    () => ({ selection, href: (change) => `${path}${formatSelection({ ...selection, ...change })}`, select }),
    [path, selection, select],
  );
}

/** The list with the item added, or without it when it is there. */
export function toggled<Item>(list: readonly Item[], item: Item): Item[] {
  return list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
}
