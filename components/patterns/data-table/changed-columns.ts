import type { Column } from './column.ts';

/** Ids of the columns whose value differs between two versions of one row. */
export function changedColumns<Row>(
  columns: readonly Pick<Column<Row>, 'id' | 'value'>[],
  before: Row,
  after: Row,
): string[] {
  if (before === after) {
    return [];
  }
  return columns.filter(({ value }) => value && !Object.is(value(before), value(after))).map((column) => column.id);
}
