/** Gives the rows that became others since it was last asked, each with what it was. */
export type RowMemory<Row> = (rows: readonly Row[]) => [before: Row, after: Row][];

/** Rows that were filtered out are forgotten: what happens to them meanwhile is no news when they come back. */
export function createRowMemory<Row>(idOf: (row: Row) => string): RowMemory<Row> {
  let last: readonly Row[] = [];
  let known = new Map<string, Row>();
  return (rows) => {
    const changed: [Row, Row][] = [];
    let added = 0;
    for (const [at, row] of rows.entries()) {
      // Most stand where they stood; to look each up by its id would take long in a long list.
      if (row !== last[at]) {
        const id = idOf(row);
        const before = known.get(id);
        if (before === undefined) {
          added += 1;
        } else if (before !== row) {
          changed.push([before, row]);
        }
        known.set(id, row);
      }
    }
    if (last.length + added > rows.length) {
      known = new Map(rows.map((row) => [idOf(row), row]));
    }
    last = rows;
    return changed;
  };
}
