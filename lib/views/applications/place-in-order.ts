/** Where something belongs in a list that is in order: before the first that does not come before it. */
export function placeInOrder<Row>(rows: readonly Row[], row: Row, compare: (a: Row, b: Row) => number): number {
  let [from, to] = [0, rows.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (compare(rows[middle] as Row, row) < 0) {
      from = middle + 1;
    } else {
      to = middle;
    }
  }
  return from;
}
