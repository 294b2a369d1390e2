import type { InstalledRow } from './installed-row.ts';

export const INSTALLED_SORTS = ['name', 'size', 'family', 'modified', 'server'] as const;
export type InstalledSort = (typeof INSTALLED_SORTS)[number];

/** What the address of the page says about the table of installed models. */
export type InstalledSelection = { search: string; server: string; sort: InstalledSort; descending: boolean };

export const ALL_INSTALLED: InstalledSelection = { search: '', server: '', sort: 'name', descending: false };

const COMPARE: Record<InstalledSort, (a: InstalledRow, b: InstalledRow) => number> = {
  name: () => 0,
  size: (a, b) => a.sizeBytes - b.sizeBytes,
  family: (a, b) => compareText(a.family, b.family),
  modified: (a, b) => (a.modifiedAt ?? 0) - (b.modifiedAt ?? 0),
  server: (a, b) => compareText(a.serverLabel, b.serverLabel),
};

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The rows that match, in order. The same on the server for the first page and in the browser for the rest. */
export function selectInstalled(rows: Iterable<InstalledRow>, selection: InstalledSelection): InstalledRow[] {
  const words = selection.search.toLowerCase().split(/\s+/).filter(Boolean);
  const direction = selection.descending ? -1 : 1;
  const compare = COMPARE[selection.sort];
  return [...rows]
    .filter((row) => (selection.server === '' || row.server === selection.server) && hasWords(row, words))
    .sort((a, b) => direction * (compare(a, b) || compareText(a.name, b.name) || compareText(a.id, b.id)));
}

function hasWords(row: InstalledRow, words: readonly string[]): boolean {
  if (words.length === 0) {
    return true;
  }
  const text = [row.name, row.family, row.parameterSize, row.quantization, row.digest, row.serverLabel]
    .join(' ')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}
