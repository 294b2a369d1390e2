import type { IconName } from '#components/ui/icon-paths.ts';
import type { Tone } from '#components/ui/tone.ts';
import { findMatches, type Searchable, searchable } from './fuzzy-match.ts';

/** Something the palette can go to. */
export type PaletteItem = {
  id: string;
  label: string;
  href: string;
  /** Heading it stands under: `Applications`, `Pages`. */
  group: string;
  /** Behind the label, quieter, and searched too: a namespace, a title. */
  hint?: string;
  icon?: IconName;
  tone?: Tone;
};

export type FoundItem = { item: PaletteItem /** Letters of the label to mark. */; at: number[] };
export type FoundGroup = { group: string; found: FoundItem[] };

const MOST_FOUND = 60;
const MOST_IN_GROUP = 12;
const MOST_WITHOUT_QUERY = 6;

export function searchableItems(items: readonly PaletteItem[]): Searchable<PaletteItem>[] {
  return items.map((item) => searchable(item, `${item.label} ${item.hint ?? ''} ${item.group}`));
}

/** What to show for a query: groups by their best item, a few of each. */
export function groupsFor(query: string, texts: readonly Searchable<PaletteItem>[]): FoundGroup[] {
  const isEmpty = query.trim() === '';
  const most = isEmpty ? MOST_WITHOUT_QUERY : MOST_IN_GROUP;
  const matches = isEmpty
    ? texts.map(({ item }) => ({ item, at: [] }))
    : findMatches(query, texts, MOST_FOUND).map(({ item, at }) => ({
        item,
        at: at.filter((place) => place < item.label.length),
      }));
  return [...Map.groupBy(matches, ({ item }) => item.group)].map(([group, found]) => ({
    group,
    found: found.slice(0, most),
  }));
}
