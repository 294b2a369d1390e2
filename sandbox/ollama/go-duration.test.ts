import { describe, expect, it } from 'vitest';
import { goTimestamp, NEVER_MS, parseGoDuration, parseKeepAlive } from './go-duration.ts';

describe('durations as Go reads them', () => {
  it.each<[string, number | null]>([
    ['0', 0],
    ['5m', 300_000],
    ['1h30m', 5_400_000],
    ['1.5s', 1500],
    ['.5s', 500],
    ['-2m', -120_000],
    ['+3ms', 3],
    ['2562047h', 9_223_369_200_000],
    ['10', null],
    ['', null],
    ['m', null],
    ['5 m', null],
    ['5d', null],
    ['1h!', null],
  ])('%s', (text, expected) => {
    expect(parseGoDuration(text)).toBe(expected);
  });

  it.each<[string | number, number]>([
    ['10m', 600_000],
    [3600, 3_600_000],
    [0.5, 500],
    ['0', 0],
    [0, 0],
    [-1, NEVER_MS],
    ['-1m', NEVER_MS],
    [1e18, NEVER_MS],
  ])('keep_alive %s', (value, expected) => {
    expect(parseKeepAlive(value)).toBe(expected);
  });

  it('a keep_alive without a unit is an error, as in Go', () => {
    expect(() => parseKeepAlive('10')).toThrow('time: invalid duration "10"');
  });
});

describe('times as Go writes them', () => {
  const at = Date.UTC(2026, 10, 21, 23, 30, 0, 120);
  it.each([
    [0, /^2026-11-21T23:30:00\.120\d{1,6}Z$/],
    [120, /^2026-11-22T01:30:00\.120\d{1,6}\+02:00$/],
    [-210, /^2026-11-21T20:00:00\.120\d{1,6}-03:30$/],
  ])('zone %i minutes', (zone, expected) => {
    expect(goTimestamp(at, zone)).toMatch(expected);
    expect(Date.parse(goTimestamp(at, zone))).toBe(at);
  });

  it('never is in the year 2319', () => {
    expect(goTimestamp(at + NEVER_MS)).toMatch(/^2319-/);
  });
});
