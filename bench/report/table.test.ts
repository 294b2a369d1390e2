import { describe, expect, it } from 'vitest';
import { summarise } from '../statistics/summary.ts';
import { figure, isMet, ratioOf } from './figure.ts';
import { formatNumber, formatTable } from './table.ts';

const start = figure({
  goal: 'S1',
  what: 'until ready',
  unit: 'ms',
  applications: 5000,
  limit: 2500,
  samples: [2000, 2200, 1900],
  baseline: { label: 'informer', samples: [4000, 4100, 3900] },
});
const delay = figure({
  goal: 'P8',
  what: 'event to picture, p99',
  unit: 'ms',
  by: 'p99',
  limit: 20,
  samples: [10, 12, 31],
});

describe('the table', () => {
  it('puts figure, goal and baseline side by side, aligned', () => {
    expect(formatTable([start, delay])).toBe(
      [
        'goal  what                    apps    figure     goal is             worst  spread  runs  baseline   ratio  baseline is',
        '───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────',
        'S1    until ready            5,000  2,000 ms  ≤ 2,500 ms  met     2,200 ms    15 %     3  4,000 ms  0.50 ×  informer',
        'P8    event to picture, p99      –     31 ms     ≤ 20 ms  MISSED     31 ms   175 %     3         –       –  –',
      ].join('\n'),
    );
  });

  it.each([
    [0, '0'],
    [0.6914, '0.69'],
    [12.34, '12.3'],
    [18, '18'],
    [1234.5, '1,235'],
  ])('writes %d as %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
});

describe('a figure', () => {
  it('is held against its goal by the value the goal speaks of', () => {
    expect([isMet(start), isMet(delay), isMet({ ...delay, by: 'median' })]).toEqual([true, false, true]);
    expect(isMet({ ...delay, limit: null })).toBeNull();
  });

  it('of what gets done in a second is met when it is more, and shows the smallest as the worst', () => {
    const rate = figure({
      goal: 'S1',
      what: 'events',
      unit: '/s',
      isRate: true,
      limit: 8000,
      samples: [8200, 7000, 9000],
    });
    expect([isMet(rate), isMet({ ...rate, limit: 8201 })]).toEqual([true, false]);
    expect(formatTable([rate]).split('\n')[2]).toMatch(/8,200 \/s {2}≥ 8,000 \/s {2}met {2}7,000 \/s/);
  });

  it('has a ratio only to a baseline that is something', () => {
    expect(ratioOf(start)).toBe(0.5);
    expect(ratioOf(delay)).toBeNull();
    expect(ratioOf({ ...start, baseline: { label: 'none', summary: summarise([0]) } })).toBeNull();
  });
});
