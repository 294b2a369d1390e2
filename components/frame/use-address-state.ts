'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { writeAddressLater } from './write-address-later.ts';

/** How a page writes what is chosen on it into its address. Keep it outside components. */
export type AddressCodec<State> = {
  /** Of the page. */
  path: string;
  /** What it does not understand it leaves out. */
  parse: (params: URLSearchParams) => State;
  /** The query, with its `?`; '' for all as usual. */
  format: (state: State) => string;
  /** What is typed letter by letter. */
  typed: keyof State;
};

export type AddressControl<State> = {
  state: State;
  /** The address of another state. */
  href: (change: Partial<State>) => string;
  /** Takes another state at once, without asking the server: everything it is about is here. */
  select: (change: Partial<State>) => void;
};

/** The address follows when nothing more is typed: with each key, the router would draw the page twice. */
const AFTER_TYPING_MS = 150;
/** What was chosen is shown first: the browser and the router take as long for an address as the table for its rows. */
const AFTER_CHOOSING_MS = 50;

type Own = { passing: readonly string[]; written: string };

/** What is chosen on a page, kept in its address: a link to another state, and the way back, are followed. */
export function useAddressState<State extends object>(codec: AddressCodec<State>): AddressControl<State> {
  const { path, parse, format, typed } = codec;
  const params = useSearchParams();
  const asked = useMemo(() => parse(new URLSearchParams(params.toString())), [parse, params]);
  const address = format(asked);
  const [state, setState] = useState(asked);
  /** What this page wrote last, and what the router may still show of before; any other address is somebody's wish. */
  const [own, setOwn] = useState<Own>({ passing: [], written: address });
  if (address === own.written) {
    if (own.passing.length > 0) {
      setOwn({ passing: [], written: address });
    }
  } else if (!own.passing.includes(address)) {
    setState(asked);
    setOwn({ passing: [], written: address });
  }
  const wanted = format(state);
  useEffect(() => {
    if (wanted === own.written) {
      return;
    }
    const before = parse(new URLSearchParams(own.written));
    const isTyping = format({ ...state, [typed]: before[typed] }) === own.written;
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
  }, [path, parse, format, typed, state, wanted, own]);
  const select = useCallback((change: Partial<State>) => setState((before) => ({ ...before, ...change })), []);
  return useMemo(
    () => ({ state, href: (change) => `${path}${format({ ...state, ...change })}`, select }),
    [path, format, state, select],
  );
}
