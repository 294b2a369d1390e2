import { expect, it } from 'vitest';
import { type FigureInput, figure } from './figure.ts';
import { formatGrowth } from './growth.ts';

const line = (what: string, applications: number, value: number, goal: FigureInput['goal'] = 'P3') =>
  figure({ goal, what, unit: 'ms', limit: null, applications, samples: [value] });

it('puts the sizes side by side, and says how many times the smallest the largest is', () => {
  const figures = [
    line('first row', 200, 300),
    line('first row', 10_000, 330),
    line('search', 200, 0, 'P10'),
    line('search', 2000, 20, 'P10'),
    line('only once', 200, 1),
  ];
  expect(formatGrowth(figures)).toBe(
    [
      'goal  what          200  2,000  10,000  growth',
      '──────────────────────────────────────────────',
      'P3    first row  300 ms      –  330 ms  1.10 ×',
      'P10   search       0 ms  20 ms       –       –',
    ].join('\n'),
  );
});

it('has nothing to say of one size', () => {
  expect(formatGrowth([line('first row', 200, 300)])).toBeNull();
});
