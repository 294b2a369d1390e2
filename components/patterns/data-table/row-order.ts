/**
 * The rows in the order they had, while someone points at them: known ones keep their place, new ones come last, gone
 * ones leave. `heldIds` is the order at the time the pointer came.
 */
export function holdOrder<Row>(heldIds: readonly string[], rows: readonly Row[], idOf: (row: Row) => string): Row[] {
  const byId = new Map(rows.map((row) => [idOf(row), row]));
  const held: Row[] = [];
  for (const id of heldIds) {
    const row = byId.get(id);
    if (row !== undefined) {
      held.push(row);
      byId.delete(id);
    }
  }
  return [...held, ...byId.values()];
}
