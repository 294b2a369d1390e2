import { expect, it } from 'vitest';
import { createBatcher } from './batcher.ts';
import { createFakeTimers } from './testing/fake-timers.ts';

function rig() {
  const timers = createFakeTimers();
  const deliveries: { at: number; items: number[] }[] = [];
  const start = timers.now();
  const add = createBatcher<number>(timers, (items) => deliveries.push({ at: timers.now() - start, items }));
  return { timers, deliveries, add };
}

it('delivers the first at once and what follows together', () => {
  const { timers, deliveries, add } = rig();
  add(1);
  add(2);
  add(3);
  timers.advance(60);
  expect(deliveries).toEqual([
    { at: 0, items: [1] },
    { at: 50, items: [2, 3] },
  ]);
});

it('rests longer while more comes, and is quick again after a silence', () => {
  const { timers, deliveries, add } = rig();
  for (let count = 0; count < 100; count += 1) {
    add(count);
    timers.advance(10);
  }
  expect(deliveries.map(({ at }) => at).slice(0, 5)).toEqual([0, 50, 125, 237.5, 357.5]);
  timers.advance(500);
  const before = deliveries.length;
  add(1);
  add(2);
  timers.advance(50);
  expect(deliveries.slice(before).map(({ items }) => items)).toEqual([[1], [2]]);
});
