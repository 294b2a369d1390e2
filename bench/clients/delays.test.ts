import { expect, it } from 'vitest';
import { createDelays } from './delays.ts';

it('gives the quantiles of what was added since it was cleared', () => {
  const delays = createDelays();
  expect(delays.quantile(0.5)).toBe(0);
  delays.add(7000);
  delays.clear();
  for (let ms = 1; ms <= 100; ms += 1) {
    delays.add(ms);
  }
  expect([0, 0.5, 0.99, 1].map((share) => delays.quantile(share))).toEqual([1, 50, 99, 100]);
  delays.add(-3);
  delays.add(1_000_000);
  expect([0, 1].map((share) => delays.quantile(share))).toEqual([0, 20_000]);
});
