import { describe, expect, it } from 'vitest';
import { nextRun, parseCron } from './cron-schedule.ts';

function next(text: string, after: string): string | null {
  const schedule = parseCron(text);
  const at = schedule === null ? null : nextRun(schedule, Date.parse(after));
  return at === null ? null : new Date(at).toISOString();
}

describe('cron schedules', () => {
  it.each([
    ['*/15 * * * *', '2026-11-01T12:03:10Z', '2026-11-01T12:15:00.000Z'],
    ['0 3 * * *', '2026-11-01T03:00:00Z', '2026-11-02T03:00:00.000Z'],
    ['30 2 1 * *', '2026-11-01T12:00:00Z', '2026-12-01T02:30:00.000Z'],
    ['0 0 * * 7', '2026-11-02T00:00:00Z', '2026-11-08T00:00:00.000Z'],
    ['0 12 13 * 5', '2026-11-01T00:00:00Z', '2026-11-06T12:00:00.000Z'],
    ['5,10-12 8-9 * * 1-5', '2026-11-02T08:06:00Z', '2026-11-02T08:10:00.000Z'],
    ['@hourly', '2026-11-01T12:59:59Z', '2026-11-01T13:00:00.000Z'],
    ['0 0 29 2 *', '2026-11-01T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['0 0 31 2 *', '2026-11-01T00:00:00Z', null],
  ])('%s after %s is %s', (text, after, expected) => {
    expect(next(text, after)).toBe(expected);
  });

  it.each(['', '* * * *', '60 * * * *', '* 24 * * *', 'a * * * *', '*/0 * * * *', '5-1-2 * * * *'])(
    '%s is no schedule',
    (text) => {
      expect(parseCron(text)).toBeNull();
    },
  );
});
