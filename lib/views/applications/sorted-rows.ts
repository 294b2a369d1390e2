import { placeInOrder } from './place-in-order.ts';

/** Rows in one order, kept in it while single rows change. */
export type SortedRows<Row> = {
  rows(): readonly Row[];
  /** One row in place of another; undefined where it is new, or gone. */
  replace(before: Row | undefined, after: Row | undefined): void;
};

/** After so many changes that nobody looked at, sorting all rows anew costs less than putting each in its place. */
const MANY = 100;

/**
 * @param compare an order in which no two rows are equal
 * @param all the rows as they are when somebody looks
 */
export function createSortedRows<Row>(compare: (a: Row, b: Row) => number, all: () => Iterable<Row>): SortedRows<Row> {
  /** null when it is to be sorted anew. */
  let sorted: Row[] | null = null;
  let changes = 0;

  return {
    rows() {
      changes = 0;
      sorted ??= [...all()].sort(compare);
      return sorted;
    },
    replace(before, after) {
      changes += 1;
      if (changes > MANY) {
        sorted = null;
      }
      if (sorted === null) {
        return;
      }
      if (before !== undefined) {
        sorted.splice(placeInOrder(sorted, before, compare), 1);
      }
      if (after !== undefined) {
        sorted.splice(placeInOrder(sorted, after, compare), 0, after);
      }
    },
  };
}
