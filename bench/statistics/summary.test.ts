import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { median, quantile, spreadOf, summarise } from './summary.ts';

const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

describe('summarise', () => {
  it.each([
    [[7], { count: 1, median: 7, p95: 7, p98: 7, p99: 7, worst: 7, least: 7, spread: 0 }],
    [[30, 10, 20], { count: 3, median: 20, p95: 30, p98: 30, p99: 30, worst: 30, least: 10, spread: 1 }],
    [[4, 1, 3, 2], { count: 4, median: 2.5, p95: 4, p98: 4, p99: 4, worst: 4, least: 1, spread: 0.8 }],
    [hundred, { count: 100, median: 50.5, p95: 95, p98: 98, p99: 99, worst: 100, least: 1, spread: 50 / 50.5 }],
  ])('%j', (values, expected) => {
    expect(summarise(values)).toEqual(expected);
  });

  it('of nothing is an error, not a zero', () => {
    expect(() => summarise([])).toThrow('nothing was measured');
  });

  it('does not change what it is given', () => {
    const values = [3, 1, 2];
    summarise(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it('gives values in order, each within what was measured', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.001, max: 1e6, noNaN: true }), { minLength: 1 }), (values) => {
        const { median: middle, p99, worst, spread } = summarise(values);
        expect(middle).toBeGreaterThanOrEqual(Math.min(...values));
        expect(middle).toBeLessThanOrEqual(worst);
        expect(p99).toBeLessThanOrEqual(worst);
        expect(worst).toBe(Math.max(...values));
        expect(spread).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('quantile', () => {
  it.each([
    [0, 1],
    [0.01, 1],
    [0.25, 25],
    [0.951, 96],
    [1, 100],
  ])('a share of %d', (share, expected) => {
    expect(quantile(hundred, share)).toBe(expected);
  });
});

it('one value in many that is far off moves neither median nor spread', () => {
  const calm = Array.from({ length: 20 }, () => 100);
  expect([median([...calm, 9000]), spreadOf([...calm, 9000])]).toEqual([100, 0]);
});
