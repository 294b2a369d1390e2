import type { SQLInputValue } from 'node:sqlite';

/** Prisma's numbers for the types of columns, those that our models use. */
const COLUMN_TYPES: Readonly<Record<string, number>> = {
  INTEGER: 0,
  INT: 0,
  BIGINT: 1,
  REAL: 3,
  BOOLEAN: 5,
  TEXT: 7,
  VARCHAR: 7,
  DATETIME: 10,
  TIMESTAMP: 10,
  BLOB: 13,
};
const INTEGER = 0;
const DOUBLE = 3;
const TEXT = 7;
const BYTES = 13;

/** The type of a column as Prisma has it: as it was declared, else as its first value is. */
export function columnType(declared: string | null, values: Iterable<unknown>): number {
  const known = COLUMN_TYPES[(declared ?? '').toUpperCase().replace(/\(.*$/, '')];
  if (known !== undefined) {
    return known;
  }
  for (const value of values) {
    if (typeof value === 'string') {
      return TEXT;
    }
    if (typeof value === 'number') {
      return Number.isInteger(value) ? INTEGER : DOUBLE;
    }
    if (value instanceof Uint8Array) {
      return BYTES;
    }
  }
  return INTEGER;
}

/** A value as it is kept. Times are texts with their zone, as every database that was ever written has them. */
export function toStored(value: unknown, scalarType: string): SQLInputValue {
  if (value instanceof Date || (scalarType === 'datetime' && typeof value === 'string')) {
    return new Date(value).toISOString().replace('Z', '+00:00');
  }
  if (typeof value === 'boolean') {
    return value ? 1 : 0;
  }
  if (scalarType === 'bigint' && typeof value === 'string') {
    return BigInt(value);
  }
  if (scalarType === 'bytes' && typeof value === 'string') {
    return Buffer.from(value, 'base64');
  }
  return value as SQLInputValue;
}
