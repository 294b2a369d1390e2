import type { Delta, Row } from '#lib/domain/live/wire.ts';
import { isSame } from '#lib/domain/value/same.ts';

/** Where each row stands, found once for each order of rows and shared by all lists that have it. */
const PLACES = new WeakMap<readonly Row[], ReadonlyMap<string, number>>();

function placesOf(rows: readonly Row[]): ReadonlyMap<string, number> {
  const known = PLACES.get(rows);
  if (known !== undefined) {
    return known;
  }
  const places = new Map(rows.map(({ id }, index) => [id, index]));
  PLACES.set(rows, places);
  return places;
}

/**
 * Rows with a delta applied. A row that did not change stays the same object, which is its version: whoever draws it
 * need not draw it again. Rows keep their order and new ones come last. Gives the very same list when nothing changed.
 */
export function patchRows<R extends Row>(rows: readonly R[], delta: Delta): readonly R[] {
  // The topic a list follows is one with its rows: the server projects both with the same function.
  const upsert = delta.upsert as R[];
  const places = placesOf(rows);
  const changed = upsert.filter((row) => {
    const place = places.get(row.id);
    return place === undefined || !isSame(rows[place], row);
  });
  const gone = delta.replace ? idsMissingFrom(upsert, rows) : new Set(delta.remove.filter((id) => places.has(id)));
  if (changed.length === 0 && gone.size === 0) {
    return rows;
  }
  const next = [...rows];
  for (const row of changed) {
    next[places.get(row.id) ?? next.length] = row;
  }
  if (gone.size > 0) {
    return next.filter(({ id }) => !gone.has(id));
  }
  if (next.length === rows.length) {
    PLACES.set(next, places);
  }
  return next;
}

function idsMissingFrom(all: readonly Row[], rows: readonly Row[]): Set<string> {
  const kept = new Set(all.map(({ id }) => id));
  return new Set(rows.map(({ id }) => id).filter((id) => !kept.has(id)));
}

/** One row by id without a search through the list. */
export function findRow<R extends Row>(rows: readonly R[], id: string): R | undefined {
  const place = placesOf(rows).get(id);
  return place === undefined ? undefined : rows[place];
}
