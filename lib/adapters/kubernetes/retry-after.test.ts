import { describe, expect, it } from 'vitest';
import { readRetryAfter } from './retry-after.ts';

describe('readRetryAfter', () => {
  const now = Date.UTC(2026, 10, 21, 12);

  it.each([
    ['0', 0],
    ['1', 1],
    [' 120 ', 120],
    ['999999999', 86_400],
    ['Sat, 21 Nov 2026 12:00:30 GMT', 30],
    ['Sat, 21 Nov 2026 11:00:00 GMT', 0],
    ['Sun, 21 Nov 2027 12:00:00 GMT', 86_400],
  ])('%s is %d s', (header, seconds) => {
    expect(readRetryAfter(header, now)).toBe(seconds);
  });

  it.each([undefined, '', '-1', '1.5', 'soon', '2026-11-21', '1e3', '٣', 'Sat, 99 Foo 2026 12:00:00 GMT'])(
    '%s says nothing',
    (header) => {
      expect(readRetryAfter(header, now)).toBeUndefined();
    },
  );
});
