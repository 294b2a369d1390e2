import { placeInOrder } from './place-in-order.ts';
import type { ApplicationRow } from './row.ts';
import { type ApplicationSelection, EVERYTHING, rowMatcher, rowOrder, selectRows } from './select-rows.ts';

export type SelectRows = (
  rows: readonly ApplicationRow[],
  selection: ApplicationSelection,
) => readonly ApplicationRow[];

/** When more than these changed at once, sorting everything anew is quicker. */
const MOST_CHANGES = 500;

type Changes = { gone: Set<ApplicationRow>; come: ApplicationRow[] };

/**
 * `selectRows` for a list that changes row by row: while the selection stays the same object, rows that changed are put
 * in their new places among those that did not, instead of sorting all of them many times a second. Another selection
 * in the same order only filters.
 */
export function createRowSelector(): SelectRows {
  let last: { rows: readonly ApplicationRow[]; selection: ApplicationSelection; selected: readonly ApplicationRow[] };
  let isFirst = true;
  const inOrder = createSorter();
  return (rows, selection) => {
    const changes = isFirst || last.selection !== selection ? null : changesBetween(last.rows, rows);
    const selected =
      changes === null
        ? inOrder(rows, selection).filter(rowMatcher(selection))
        : mend(last.selected, changes, selection);
    last = { rows, selection, selected };
    isFirst = false;
    return selected;
  };
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
    const changes = last && changesBetween(last.rows, rows);
    const sorted = last && changes ? mend(last.sorted, changes, everything) : selectRows(rows, everything);
    last = { rows, sorted };
    return sorted;
  };
}

/** Rows that stand for the same application at the same place of both lists are told apart as objects; null where more is other than rows. */
function changesBetween(before: readonly ApplicationRow[], after: readonly ApplicationRow[]): Changes | null {
  const changes: Changes = { gone: new Set(), come: after.slice(before.length) };
  for (const [at, row] of before.entries()) {
    const next = after[at];
    if (next !== row) {
      if (next?.id !== row.id || changes.come.length >= MOST_CHANGES) {
        return null;
      }
      changes.gone.add(row);
      changes.come.push(next);
    }
  }
  return changes;
}

function mend(
  selected: readonly ApplicationRow[],
  { gone, come }: Changes,
  selection: ApplicationSelection,
): readonly ApplicationRow[] {
  const matching = come.filter(rowMatcher(selection));
  const kept = gone.size === 0 ? [...selected] : selected.filter((row) => !gone.has(row));
  if (matching.length === 0 && kept.length === selected.length) {
    return selected;
  }
  const order = rowOrder(selection);
  for (const row of matching) {
    kept.splice(placeInOrder(kept, row, order), 0, row);
  }
  return kept;
}
