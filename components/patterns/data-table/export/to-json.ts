import { type PlainColumn, plainOf } from './plain-cell.ts';

/** Rows as an array of objects, one a line; the keys are the ids of the columns, which do not change with their words. */
export function toJson<Row>(columns: readonly PlainColumn<Row>[], rows: readonly Row[]): string {
  const lines = rows.map((row) =>
    JSON.stringify(Object.fromEntries(columns.map(({ id, plain }) => [id, plainOf(plain(row))]))),
  );
  return lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n`;
}
