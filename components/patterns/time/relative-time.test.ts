import { describe, expect, it } from 'vitest';
import { age, exactTime, formatDuration, relativeTime } from './relative-time.ts';

const NOW = Date.UTC(2026, 10, 21, 3, 42, 18);
const MINUTE = 60_000;

describe('relativeTime', () => {
  it.each([
    [0, 'just now'],
    [4_999, 'just now'],
    [5_000, '5 s ago'],
    [59_999, '59 s ago'],
    [MINUTE, '1 min ago'],
    [59 * MINUTE + 59_000, '59 min ago'],
    [60 * MINUTE, '1 h ago'],
    [24 * 60 * MINUTE, '1 d ago'],
    [29 * 24 * 60 * MINUTE, '29 d ago'],
    [30 * 24 * 60 * MINUTE, '22 Oct 2026'],
    [-4_000, 'just now'],
    [-90_000, 'in 1 min'],
    [Number.NaN, 'unknown'],
  ])('%i ms back is %s', (back, expected) => {
    expect(relativeTime(NOW - back, NOW)).toBe(expected);
  });
});

it.each([
  [0, '0 s'],
  [90_000, '1 min'],
  [-5_000, '0 s'],
  [Number.NaN, 'unknown'],
])('what began %d ms ago has lasted %s', (back, expected) => {
  expect(age(NOW - back, NOW)).toBe(expected);
});

describe('formatDuration', () => {
  it.each([
    [-5, '0 ms'],
    [850, '850 ms'],
    [1_000, '1 s'],
    [59_900, '59 s'],
    [252_000, '4 min 12 s'],
    [240_000, '4 min'],
    [3_600_000 + 59_000, '1 h'],
    [51 * 3_600_000, '2 d 3 h'],
    [Number.POSITIVE_INFINITY, 'unknown'],
  ])('%d ms is %s', (ms, expected) => {
    expect(formatDuration(ms)).toBe(expected);
  });
});

describe('exactTime', () => {
  it('names the zone', () => {
    expect(exactTime(NOW, 'UTC')).toBe('2026-11-21 03:42:18 UTC');
  });

  it('does not throw on a time that is none', () => {
    expect(exactTime(Number.NaN)).toBe('unknown');
  });
});
