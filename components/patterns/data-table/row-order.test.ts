import { expect, it } from 'vitest';
import { holdOrder } from './row-order.ts';

it.each([
  ['keeps the order that was there', 'abc', 'cba', 'abc'],
  ['puts new rows last', 'abc', 'xcbay', 'abcxy'],
  ['drops rows that went', 'abc', 'ca', 'ac'],
  ['starts from nothing', '', 'ba', 'ba'],
])('%s', (_, held, rows, expected) => {
  expect(holdOrder([...held], [...rows], (row) => row).join('')).toBe(expected);
});
