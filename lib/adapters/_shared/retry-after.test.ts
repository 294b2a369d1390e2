import { describe, expect, it } from 'vitest';
import { readRetryAfter } from './retry-after.ts';

describe('readRetryAfter', () => {
  const now = Date.UTC(2026, 10, 21, 12);

  it.each([
    ['0', 0],
    ['1', 1],
    [' 120 ', 120],
    ['999999999', 86_400],
    ['9'.repeat(400), 86_400],
    ['Sat, 21 Nov 2026 12:00:30 GMT', 30],
    ['Sat, 21 Nov 2026 11:00:00 GMT', 0],
    ['Sun, 21 Nov 2027 12:00:00 GMT', 86_400],
    ['Saturday, 21-Nov-26 12:00:30 GMT', 30],
    ['Sunday, 06-Nov-94 08:49:37 GMT', 0],
    ['Sat Nov 21 12:00:30 2026', 30],
    ['Sun Nov  6 08:49:37 1994', 0],
  ])('%s is %d s', (retryAfter, seconds) => {
    expect(readRetryAfter({ retryAfter, date: undefined }, now)).toBe(seconds);
  });

  it.each([
    undefined,
    null,
    '',
    '-1',
    '1.5',
    'soon',
    '30 s',
    '2026-11-21',
    '11/22/2026',
    '1e3',
    '٣',
    'Sat, 99 Foo 2026 12:00:00 GMT',
    'Sat, 31 Feb 2026 12:00:00 GMT',
    'Sat, 21 Nov 2026 25:00:00 GMT',
    'Sat, 21 Nov 2026 12:00:30',
    'Sat, 21 Nov 2026 12:00:30 CET',
  ])('%s says nothing', (retryAfter) => {
    expect(readRetryAfter({ retryAfter, date: undefined }, now)).toBeUndefined();
  });

  it('means a date by the clock of who sends it, as far as that can be read', () => {
    const retryAfter = 'Sat, 21 Nov 2026 12:10:30 GMT';
    expect(readRetryAfter({ retryAfter, date: 'Sat, 21 Nov 2026 12:10:00 GMT' }, now)).toBe(30);
    expect(readRetryAfter({ retryAfter, date: '2020' }, now)).toBe(630);
  });
});
