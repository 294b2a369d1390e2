import type { ApplicationRow } from './row.ts';

/** Rows that became others, each with what it became, and rows that are new. */
export type RowChanges = {
  replaced: ReadonlyMap<ApplicationRow, ApplicationRow>;
  added: readonly ApplicationRow[];
};

/** When more than these changed at once, working everything out anew is quicker. */
const MOST_CHANGES = 500;

/**
 * What differs between two versions of a list in which each application keeps its place; null where more is other than
 * that. A row that did not change is the same object.
 */
export function rowChanges(before: readonly ApplicationRow[], after: readonly ApplicationRow[]): RowChanges | null {
  const replaced = new Map<ApplicationRow, ApplicationRow>();
  const added = after.slice(before.length);
  for (let at = 0; at < before.length; at += 1) {
    const row = before[at];
    const next = after[at];
    if (row !== next && row !== undefined) {
      if (next?.id !== row.id || replaced.size + added.length >= MOST_CHANGES) {
        return null;
      }
      replaced.set(row, next);
    }
  }
  return { replaced, added };
}
