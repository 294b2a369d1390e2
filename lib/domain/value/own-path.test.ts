import { validateHeaderValue } from 'node:http';
import { expect, it } from 'vitest';
import { ownPath } from './own-path.ts';

it.each(['/', '/waves?standing=held&search=a%20b', '/changes/1#files', '/ü'])('%j stays', (path) => {
  expect(ownPath(path)).toBe(path);
});

it.each([
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  'https://evil.example',
  'evil',
  '',
  null,
  ['/a'],
  '/\n/x',
])('%j becomes the first page', (value) => {
  expect(ownPath(value)).toBe('/');
});

it('refuses what gets through as a header and still leads elsewhere', () => {
  const path = '/\t/evil.example';
  expect(() => validateHeaderValue('location', path)).not.toThrow();
  expect(new URL(path, 'http://localhost:3000').host).toBe('evil.example');
  expect(ownPath(path)).toBe('/');
});
