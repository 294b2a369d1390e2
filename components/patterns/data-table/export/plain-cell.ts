import type { Column, PlainValue } from '../column.ts';

/** A column as files have it. */
export type PlainColumn<Row> = Pick<Column<Row>, 'id' | 'header' | 'plain'>;

/** A moment as files have it; null where it is not known. */
export function timeOf(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}

/** A time in the words of ISO 8601, and no number that is none. */
export function plainOf(value: PlainValue): Exclude<PlainValue, Date> {
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? null : value.toISOString();
  }
  return typeof value === 'number' && !Number.isFinite(value) ? null : value;
}
