import { expect, it } from 'vitest';
import { createCipher } from './cipher.ts';

const cipher = createCipher(Buffer.alloc(32, 1));
const sealed = cipher.seal('a token', 'access:dana');

it('opens what it sealed, and seals no text the same way twice', () => {
  expect(cipher.open(sealed, 'access:dana')).toBe('a token');
  expect(cipher.seal('a token', 'access:dana')).not.toBe(sealed);
  expect(sealed).not.toContain('token');
});

it.each([
  ['sealed with another key', () => createCipher(Buffer.alloc(32, 2)).open(sealed, 'access:dana')],
  ['moved to another place', () => cipher.open(sealed, 'access:rui')],
  ['changed', () => cipher.open(`${sealed.slice(0, -4)}AAAA`, 'access:dana')],
  ['cut short', () => cipher.open(sealed.slice(0, 20), 'access:dana')],
  ['never sealed', () => cipher.open('glpat-plain', 'access:dana')],
])('gives nothing of what was %s', (_, open) => {
  expect(open()).toBeNull();
});

it('takes keys of 32 bytes only', () => {
  expect(() => createCipher(Buffer.alloc(16))).toThrow(/32 bytes/);
});
