'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { writeAddressLater } from './write-address-later.ts';

export type AddressState<State> = {
  selection: State;
  /** The address of another selection. */
  href: (change: Partial<State>) => string;
  /** Takes another selection at once, without asking the server: everything to select from is here. */
  select: (change: Partial<State>) => void;
};

/** How a page's state is read from its address and written there. Keep it outside components. */
export type AddressForm<State> = {
  parse(params: URLSearchParams): State;
  /** With the question mark; empty for what is as usual. */
  format(state: State): string;
};

/** The address follows when nothing more is typed: with each key, the router would draw the page twice. */
const AFTER_TYPING_MS = 150;
/** What was chosen is shown first: the browser and the router take as long for an address as the table for its rows. */
const AFTER_CHOOSING_MS = 50;

type Own = { passing: readonly string[]; written: string };

/** What a page shows, kept in its address: a link to another one, and the way back, are followed. */
export function useAddressState<State extends { search: string }>(
  path: string,
  { parse, format }: AddressForm<State>,
): AddressState<State> {
  const params = useSearchParams();
  const asked = useMemo(() => parse(new URLSearchParams(params.toString())), [params, parse]);
  const address = format(asked);
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
  const wanted = format(selection);
  useEffect(() => {
    if (wanted === own.written) {
      return;
    }
    const { search } = parse(new URLSearchParams(own.written));
    const isTyping = format({ ...selection, search }) === own.written;
    const passing = [...own.passing, own.written];
    const write = () => {
      // After a step back the address is another page's, or a wish that has not arrived here yet.
      const { pathname, search: shown } = window.location;
      if (pathname === path && passing.includes(format(parse(new URLSearchParams(shown))))) {
        setOwn({ passing, written: wanted });
        window.history.replaceState(null, '', path + wanted);
      }
    };
    return writeAddressLater(write, isTyping ? AFTER_TYPING_MS : AFTER_CHOOSING_MS);
  }, [path, parse, format, selection, wanted, own]);
  const select = useCallback((change: Partial<State>) => setSelection((before) => ({ ...before, ...change })), []);
  return useMemo(
    () => ({ selection, href: (change) => `${path}${format({ ...selection, ...change })}`, select }),
    [path, format, selection, select],
  );
}

/** The list with the item added, or without it when it is there. */
export function toggled<Item>(list: readonly Item[], item: Item): Item[] {
  return list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
}
