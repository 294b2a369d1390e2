'use client';

import { useDeferredValue, useMemo, useState } from 'react';
import { type FoundGroup, groupsFor, type PaletteItem, searchableItems } from './palette-item.ts';

export type PaletteSearch = {
  query: string;
  setQuery: (query: string) => void;
  groups: FoundGroup[];
  /** All that is shown, in order. */
  shown: PaletteItem[];
  /** Place of the active one among them; 0 also when there is none. */
  at: number;
  active: PaletteItem | undefined;
  /** Makes one of them the active one, by id. */
  point: (id: string) => void;
};

/** What is typed, what it finds and which of it is active. Typing stays ahead of finding when there is much to look through. */
export function usePaletteSearch(items: readonly PaletteItem[]): PaletteSearch {
  const [query, setQuery] = useState('');
  const [pointed, setPointed] = useState('');
  const deferredQuery = useDeferredValue(query);
  const texts = useMemo(() => searchableItems(items), [items]);
  const groups = useMemo(() => groupsFor(deferredQuery, texts), [deferredQuery, texts]);
  const shown = groups.flatMap(({ found }) => found.map(({ item }) => item));
  const at = Math.max(
    0,
    shown.findIndex((item) => item.id === pointed),
  );
  return {
    query,
    setQuery: (next) => {
      setQuery(next);
      setPointed('');
    },
    groups,
    shown,
    at,
    active: shown[at],
    point: setPointed,
  };
}
