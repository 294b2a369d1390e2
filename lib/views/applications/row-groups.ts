import type { ApplicationRow } from './row.ts';
import { type RowChanges, rowChanges } from './row-changes.ts';

export type RowGroups<Key> = ReadonlyMap<Key, readonly ApplicationRow[]>;

/**
 * Groups a list that changes row by row. A group in which nothing changed stays the same array, so that whoever draws it
 * need not draw it again. Rows within a group are in no order.
 */
export function createRowGroups<Key>(
  keyOf: (row: ApplicationRow) => Key,
): (rows: readonly ApplicationRow[]) => RowGroups<Key> {
  let last: { rows: readonly ApplicationRow[]; groups: RowGroups<Key> } | null = null;
  return (rows) => {
    const changes = last && rowChanges(last.rows, rows);
    const groups = last && changes ? regroup(last.groups, changes, keyOf) : Map.groupBy(rows, keyOf);
    last = { rows, groups };
    return groups;
  };
}

function regroup<Key>(
  groups: RowGroups<Key>,
  { replaced, added }: RowChanges,
  keyOf: (row: ApplicationRow) => Key,
): RowGroups<Key> {
  const gone = new Set(replaced.keys());
  const come = Map.groupBy([...replaced.values(), ...added], keyOf);
  const touched = new Set([...Array.from(gone, keyOf), ...come.keys()]);
  const next = new Map(groups);
  for (const key of touched) {
    const group = (groups.get(key) ?? []).filter((row) => !gone.has(row)).concat(come.get(key) ?? []);
    if (group.length > 0) {
      next.set(key, group);
    } else {
      next.delete(key);
    }
  }
  return next;
}
