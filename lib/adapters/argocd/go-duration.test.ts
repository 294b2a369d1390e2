import { expect, it } from 'vitest';
import { parseGoDuration, readGoDuration } from './go-duration.ts';

it.each([
  ['1h30m', 5_400_000],
  ['1.5h', 5_400_000],
  ['.5s', 500],
  ['1500us', 1.5],
  ['-1h', -3_600_000],
  ['+1m', 60_000],
  ['0', 0],
  ['1d', null],
  ['1w', null],
  ['10', null],
  ['', null],
  ['soon', null],
  ['1h 30m', null],
  ['.h', null],
  ['9999999h', null],
])('%j is %j ms', (text, expected) => {
  expect(parseGoDuration(text)).toBe(expected);
});

it('is seconds where there are only digits, for those who say so', () => {
  expect(['10', '1m', '-1m', 'x', 10].map(readGoDuration)).toEqual([10_000, 60_000, null, null, null]);
});
