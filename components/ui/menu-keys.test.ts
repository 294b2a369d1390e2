import { expect, it } from 'vitest';
import { indexByLetter, nextMenuIndex } from './menu-keys.ts';

it.each([
  ['ArrowDown', -1, 3, 0],
  ['ArrowDown', 2, 3, 0],
  ['ArrowUp', -1, 3, 2],
  ['ArrowUp', 0, 3, 2],
  ['ArrowUp', 2, 3, 1],
  ['Home', 2, 3, 0],
  ['End', 0, 3, 2],
  ['x', 0, 3, null],
  ['ArrowDown', -1, 0, null],
])('%s from entry %i of %3$i goes to %4$s', (key, at, count, expected) => {
  expect(nextMenuIndex(key, at, count)).toBe(expected);
});

it('finds the next entry by its first letter and goes round', () => {
  const labels = ['Sign out', 'Theme', 'sign out everywhere'];
  expect(indexByLetter('s', 0, labels)).toBe(2);
  expect(indexByLetter('S', 2, labels)).toBe(0);
  expect(indexByLetter('x', 0, labels)).toBeNull();
});
