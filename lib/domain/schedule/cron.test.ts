import { describe, expect, it } from 'vitest';
import { nextStart, parseSchedule } from './cron.ts';
import { zoneOf } from './time-zone.ts';

function next(text: string, after: string, timeZone = 'UTC'): string | null {
  const schedule = parseSchedule(text);
  const at = schedule === null ? null : nextStart(schedule, Date.parse(after), zoneOf(timeZone));
  return at === null ? null : new Date(at).toISOString();
}

describe('the next start', () => {
  it.each([
    ['0 22 * * *', '2026-11-21T21:00:00Z', '2026-11-21T22:00:00.000Z'],
    ['0 22 * * *', '2026-11-21T22:00:00Z', '2026-11-22T22:00:00.000Z'],
    ['*/15 9-17 * * 1-5', '2026-11-20T17:50:00Z', '2026-11-23T09:00:00.000Z'],
    ['30 4 1 jan *', '2026-11-21T00:00:00Z', '2027-01-01T04:30:00.000Z'],
    ['0 0 29 2 *', '2026-03-01T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['0 12 13 * fri', '2026-11-21T00:00:00Z', '2026-11-27T12:00:00.000Z'],
    ['0 12 28 * *', '2026-11-21T00:00:00Z', '2026-11-28T12:00:00.000Z'],
    ['0 12 */2 * fri', '2026-11-21T00:00:00Z', '2026-11-21T12:00:00.000Z'],
    ['0 12 13 * *,fri', '2026-11-21T00:00:00Z', '2026-12-13T12:00:00.000Z'],
    ['1,,2 * * * *', '2026-11-21T00:01:00Z', '2026-11-21T00:02:00.000Z'],
    ['*/100 *-5 * * *', '2026-11-21T00:06:00Z', '2026-11-21T01:00:00.000Z'],
    ['CRON_TZ=Asia/Tokyo 0 22 * * *', '2026-11-21T00:00:00Z', '2026-11-21T13:00:00.000Z'],
    ['TZ=Asia/Tokyo 0 22 * * *', '2026-11-21T00:00:00Z', '2026-11-21T13:00:00.000Z'],
    ['5/20 0 * * *', '2026-11-21T00:06:00Z', '2026-11-21T00:25:00.000Z'],
  ])('%s after %s', (text, after, expected) => {
    expect(next(text, after)).toBe(expected);
  });

  it('is by the clocks of its zone, in summer and winter', () => {
    expect(next('0 22 * * *', '2026-11-21T00:00:00Z', 'Europe/Berlin')).toBe('2026-11-21T21:00:00.000Z');
    expect(next('0 22 * * *', '2026-07-21T00:00:00Z', 'Europe/Berlin')).toBe('2026-07-21T20:00:00.000Z');
    expect(next('0 1 * * *', '2026-11-21T20:00:00Z', 'America/New_York')).toBe('2026-11-22T06:00:00.000Z');
    expect(next('0 1 * * *', '2026-11-21T20:00:00Z', 'Asia/Kolkata')).toBe('2026-11-22T19:30:00.000Z');
  });

  it.each(['Nowhere/Else', '+02:00', 'europe/berlin'])('is by UTC in %s, which Go does not know', (timeZone) => {
    expect(zoneOf(timeZone).isKnown).toBe(false);
    expect(next('0 0 * * *', '2026-07-01T12:00:00Z', timeZone)).toBe('2026-07-02T00:00:00.000Z');
  });

  it('never comes for what is no day, and no schedule', () => {
    expect(next('0 0 31 2 *', '2026-01-01T00:00:00Z')).toBeNull();
    expect(next(', * * * *', '2026-01-01T00:00:00Z')).toBeNull();
    for (const text of [
      '',
      '* * * *',
      '60 * * * *',
      '* 24 * * *',
      '* * 0 * *',
      '* * * 13 *',
      '* * * * 7',
      '5-1 * * * *',
      '*/0 * * * *',
      'a * * * *',
      '* * * * * *',
      '1-2-3 * * * *',
      '1/2/3 * * * *',
      '@daily',
      '@every 1h',
      'TZ=Nowhere/Else 0 22 * * *',
    ]) {
      expect(parseSchedule(text), text).toBeNull();
    }
  });
});
