'use client';

import { useDeferredValue, useMemo, useState } from 'react';
import { type FoundGroup, groupsFor, type PaletteItem, searchableItems } from './palette-item.ts';

export type PaletteSearch = {
  groups: FoundGroup[];
  /** All that is shown, in order. */
  shown: PaletteItem[];
  /** Place of the active one among them; 0 also when there is none. */
  at: number;
  active: PaletteItem | undefined;
  /** Whether this is what is found by what is typed now, and not still by what was before. */
  isCurrent: boolean;
  /** Makes one of them the active one, by id. */
  point: (id: string) => void;
};

/**
 * What is found by what is typed, and which of it is active. Typing stays ahead of finding when there is much to look through.
 * @param items of which there are many, and which seldom change
 * @param more those that were looked up
 */
export function usePaletteSearch(
  query: string,
  items: readonly PaletteItem[],
  more: readonly PaletteItem[],
): PaletteSearch {
  const [pointed, setPointed] = useState('');
  const deferredQuery = useDeferredValue(query);
  const texts = useMemo(() => searchableItems(items), [items]);
  const moreTexts = useMemo(() => searchableItems(more), [more]);
  // What was looked up comes later and stands below: Enter must not lead elsewhere than a moment before.
  const groups = useMemo(
    () => [...groupsFor(deferredQuery, texts), ...groupsFor(deferredQuery, moreTexts)],
    [deferredQuery, texts, moreTexts],
  );
  const shown = groups.flatMap(({ found }) => found.map(({ item }) => item));
  const at = Math.max(
    0,
    shown.findIndex((item) => item.id === pointed),
  );
  return {
    groups,
    shown,
    at,
    active: shown[at],
    isCurrent: deferredQuery === query,
    point: setPointed,
  };
}
