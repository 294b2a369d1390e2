import { expect, it } from 'vitest';
import { createAttention } from './attention.ts';

it('counts who looks, and tells of the first and of the last', () => {
  const attention = createAttention();
  const told: boolean[] = [];
  const stop = attention.subscribe(() => told.push(attention.isThere));
  const endFirst = attention.begin();
  const endSecond = attention.begin();
  endFirst();
  endFirst();
  expect(attention.isThere).toBe(true);
  endSecond();
  expect(told).toEqual([true, false]);
  stop();
  attention.begin();
  expect(told).toEqual([true, false]);
});
