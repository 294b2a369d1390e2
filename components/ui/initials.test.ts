import { expect, it } from 'vitest';
import { initials } from './initials.ts';

it.each([
  ['Ada Lovelace', 'AL'],
  ['Ada King Lovelace', 'AL'],
  ['root', 'R'],
  ['jane.doe', 'JD'],
  ['émile zola', 'ÉZ'],
  ['😀 smile', '😀S'],
  ['', '?'],
  ['   ', '?'],
])('%j becomes %s', (name, expected) => {
  expect(initials(name)).toBe(expected);
});
