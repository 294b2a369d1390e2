import { expect, it } from 'vitest';
import { numberFromText, settledNumber, steppedNumber } from './number-text.ts';

it.each([
  ['3', 3],
  ['-1.5', -1.5],
  ['', undefined],
  ['  ', undefined],
  ['3.', '3.'],
  ['3.0', '3.0'],
  ['-', '-'],
  ['abc', 'abc'],
  ['1e999', '1e999'],
])('typing %j holds %j', (text, expected) => {
  expect(numberFromText(text)).toBe(expected);
});

it.each([
  ['3.0', 3],
  ['007', 7],
  ['abc', 'abc'],
  ['0x10', '0x10'],
  [5, 5],
  [undefined, undefined],
])('leaving %j settles on %j', (value, expected) => {
  expect(settledNumber(value)).toBe(expected);
});

const limits = { step: 1, minimum: 1, maximum: 3 };
it.each([
  [undefined, 1, limits, 1],
  [3, 1, limits, 3],
  [1, -1, limits, 1],
  [0.1, 1, { step: 0.2, minimum: null, maximum: null }, 0.3],
  ['abc', -1, { step: 1, minimum: null, maximum: null }, 0],
] as const)('from %j a step of %i leads on', (value, by, within, expected) => {
  expect(steppedNumber(value, by, within)).toBe(expected);
});
