import { expect, it } from 'vitest';
import { formatBytes } from './format-bytes.ts';

it.each([
  [0, '0 B'],
  [1_023, '1023 B'],
  [1_024, '1 KiB'],
  [512 * 1024 ** 2, '512 MiB'],
  [14.24 * 1024 ** 3, '14.2 GiB'],
  [16 * 1024 ** 3, '16 GiB'],
  [1024 ** 3 - 1, '1 GiB'],
  [-1_536, '-1.5 KiB'],
  [3 * 1024 ** 6, '3072 PiB'],
  [Number.NaN, 'unknown'],
])('%d bytes are %s', (bytes, expected) => {
  expect(formatBytes(bytes)).toBe(expected);
});
