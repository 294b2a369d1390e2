import { placeInOrder } from './place-in-order.ts';
import type { ApplicationRow } from './row.ts';
import { type RowChanges, rowChanges } from './row-changes.ts';
import { type ApplicationSelection, EVERYTHING, rowMatcher, rowOrder, selectRows } from './select-rows.ts';

export type SelectRows = (
  rows: readonly ApplicationRow[],
  selection: ApplicationSelection,
) => readonly ApplicationRow[];

/**
 * `selectRows` for a list that changes row by row: while the selection stays the same object, rows that changed are put
 * in their new places among those that did not, instead of sorting all of them many times a second. Another selection
 * in the same order only filters, and one that searches for more only what was found.
 */
export function createRowSelector(): SelectRows {
  let last: { rows: readonly ApplicationRow[]; selection: ApplicationSelection; selected: readonly ApplicationRow[] };
  let isFirst = true;
  const inOrder = createSorter();
  /** Rows in order with all that match among them: what was selected before, where more of a search was typed. */
  const from: SelectRows = (rows, selection) =>
    !isFirst && last.rows === rows && narrows(last.selection, selection) ? last.selected : inOrder(rows, selection);
  return (rows, selection) => {
    const changes = isFirst || last.selection !== selection ? null : rowChanges(last.rows, rows);
    const selected =
      changes === null ? from(rows, selection).filter(rowMatcher(selection)) : mend(last.selected, changes, selection);
    last = { rows, selection, selected };
    isFirst = false;
    return selected;
  };
}

/** Whether a selection has only rows that the one before had, in the same order. */
function narrows(before: ApplicationSelection, after: ApplicationSelection): boolean {
  return (
    before.search !== '' &&
    // As it is compared: letters can become others when more follow.
    after.search.toLowerCase().startsWith(before.search.toLowerCase()) &&
    before.sort === after.sort &&
    before.descending === after.descending &&
    before.standings === after.standings &&
    before.waves === after.waves
  );
}

/** Gives all rows in the order of a selection, and keeps them for the next one in that order. */
function createSorter(): SelectRows {
  let last: { rows: readonly ApplicationRow[]; sorted: readonly ApplicationRow[] } | null = null;
  let everything = EVERYTHING;
  return (rows, { sort, descending }) => {
    if (sort !== everything.sort || descending !== everything.descending) {
      everything = { ...EVERYTHING, sort, descending };
      last = null;
    }
    const changes = last && rowChanges(last.rows, rows);
    const sorted = last && changes ? mend(last.sorted, changes, everything) : selectRows(rows, everything);
    last = { rows, sorted };
    return sorted;
  };
}

function mend(
  selected: readonly ApplicationRow[],
  { replaced, added }: RowChanges,
  selection: ApplicationSelection,
): readonly ApplicationRow[] {
  const order = rowOrder(selection);
  const matches = rowMatcher(selection);
  const next = [...selected];
  let isOther = false;
  for (const row of replaced.keys()) {
    const place = placeInOrder(next, row, order);
    if (next[place] === row) {
      next.splice(place, 1);
      isOther = true;
    }
  }
  for (const row of [...replaced.values(), ...added]) {
    if (matches(row)) {
      next.splice(placeInOrder(next, row, order), 0, row);
      isOther = true;
    }
  }
  return isOther ? next : selected;
}
