import type { PlainValue } from '../column.ts';
import { type PlainColumn, plainOf } from './plain-cell.ts';

/** A byte order mark: without it Excel takes the file for one in the code page of its Windows. */
const IS_UTF8 = '\uFEFF';

const END_OF_LINE = '\r\n';

/** Spreadsheets run a text that begins so; the wide ones are the same signs as East Asian keyboards type them. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** Where another separator is usual, a semicolon or a tab would end a cell that stands without quotes. */
const NEEDS_QUOTES = /[",;\t\r\n]|^\s|\s$/;

/**
 * Rows as a table of RFC 4180, the headers first. No text is a formula to a spreadsheet: one that looks like it begins
 * with an apostrophe. Numbers stay as they are, also below zero.
 */
export function toCsv<Row>(columns: readonly PlainColumn<Row>[], rows: readonly Row[]): string {
  const line = (cells: readonly PlainValue[]) => cells.map(cellOf).join(',') + END_OF_LINE;
  const head = line(columns.map(({ header }) => header));
  return IS_UTF8 + head + rows.map((row) => line(columns.map(({ plain }) => plain(row)))).join('');
}

function cellOf(value: PlainValue): string {
  const plain = plainOf(value);
  if (plain === null) {
    return '';
  }
  if (typeof plain === 'number' || typeof plain === 'boolean') {
    return String(plain);
  }
  const text = typeof plain === 'string' ? plain : plain.join('; ');
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
