import { STANDINGS, type Standing } from '#lib/domain/wave/settled.ts';
import type { ApplicationRow } from './row.ts';

export const APPLICATION_SORTS = ['trouble', 'name', 'wave', 'since', 'project'] as const;
export type ApplicationSort = (typeof APPLICATION_SORTS)[number];

/** What the address of the page says about the table. */
export type ApplicationSelection = {
  /** The ladder beside the table; it takes nothing from the rows. */
  ladder: string;
  search: string;
  standings: Standing[];
  waves: number[];
  sort: ApplicationSort;
  descending: boolean;
};

export const EVERYTHING: ApplicationSelection = {
  ladder: '',
  search: '',
  standings: [],
  waves: [],
  sort: 'trouble',
  descending: false,
};

const COMPARE: Record<ApplicationSort, (a: ApplicationRow, b: ApplicationRow) => number> = {
  trouble: (a, b) => STANDINGS.indexOf(a.standing) - STANDINGS.indexOf(b.standing) || a.wave - b.wave,
  name: () => 0,
  wave: (a, b) => a.wave - b.wave,
  since: (a, b) => (b.since ?? 0) - (a.since ?? 0),
  project: (a, b) => compareText(a.project, b.project),
};

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The rows that match, in order. The same on the server for the first page and in the browser for the rest. */
export function selectRows(rows: Iterable<ApplicationRow>, selection: ApplicationSelection): ApplicationRow[] {
  return [...rows].filter(rowMatcher(selection)).sort(rowOrder(selection));
}

/** Whether a selection has a row. */
export function rowMatcher(selection: ApplicationSelection): (row: ApplicationRow) => boolean {
  const matches = textMatcher(selection);
  return (row) => matches(row, () => keptTextOf(row));
}

/** Made once for each row, not with every key of a search. */
const TEXTS = new WeakMap<ApplicationRow, string>();

function keptTextOf(row: ApplicationRow): string {
  const known = TEXTS.get(row);
  if (known !== undefined) {
    return known;
  }
  const text = searchText(row);
  TEXTS.set(row, text);
  return text;
}

/** The same for rows whose `searchText` is kept. */
export function textMatcher({
  search,
  standings,
  waves,
}: ApplicationSelection): (row: ApplicationRow, textOf: () => string) => boolean {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return (row, textOf) =>
    (standings.length === 0 || standings.includes(row.standing)) &&
    (waves.length === 0 || waves.includes(row.wave)) &&
    (words.length === 0 || includesAll(textOf(), words));
}

/** Which of two rows of a selection comes first; no two rows are equal, because their ids are not. */
export function rowOrder({
  sort,
  descending,
}: Pick<ApplicationSelection, 'sort' | 'descending'>): (a: ApplicationRow, b: ApplicationRow) => number {
  const direction = descending ? -1 : 1;
  const compare = COMPARE[sort];
  return (a, b) => direction * (compare(a, b) || compareText(a.name, b.name) || compareText(a.id, b.id));
}

function includesAll(text: string, words: readonly string[]): boolean {
  return words.every((word) => text.includes(word));
}

/** Everything of a row that a search looks at. */
export function searchText(row: ApplicationRow): string {
  return `${row.id} ${row.project} ${row.destination} ${row.revision} ${row.health} ${row.sync}`.toLowerCase();
}
