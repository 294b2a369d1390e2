import { expect, it } from 'vitest';
import { createBatcher } from './batcher.ts';
import { createWhenStill } from './press.ts';
import { createFakeTimers } from './testing/fake-timers.ts';

function rig() {
  const timers = createFakeTimers();
  const pointers = new EventTarget();
  const point = (type: 'down' | 'up' | 'cancel', pointerId = 1) =>
    pointers.dispatchEvent(Object.assign(new Event(`pointer${type}`), { pointerId }));
  const whenStill = createWhenStill(pointers, timers);
  const deliveries: { at: number; items: number[] }[] = [];
  const start = timers.now();
  const add = createBatcher<number>(timers, whenStill, (items) => deliveries.push({ at: timers.now() - start, items }));
  return { timers, deliveries, add, point };
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

it('holds everything back from the press of a button until its click is over', () => {
  const { timers, deliveries, add, point } = rig();
  add(1);
  add(2);
  point('down');
  timers.advance(200);
  add(3);
  expect(deliveries).toEqual([{ at: 0, items: [1] }]);
  point('up');
  timers.advance(49);
  expect(deliveries).toHaveLength(1);
  timers.advance(1);
  expect(deliveries.slice(1)).toEqual([{ at: 250, items: [2, 3] }]);
  timers.advance(500);
  add(4);
  point('down');
  add(5);
  point('cancel');
  timers.advance(50);
  expect(deliveries.slice(2).map(({ items }) => items)).toEqual([[4], [5]]);
});

it('delivers the first at most a second later to whoever keeps a button pressed', () => {
  const { timers, deliveries, add, point } = rig();
  point('down');
  add(1);
  add(2);
  timers.advance(999);
  expect(deliveries).toEqual([]);
  timers.advance(1);
  expect(deliveries).toEqual([{ at: 1000, items: [1, 2] }]);
});

it('delivers nothing while one finger presses, whatever another one does', () => {
  const { timers, deliveries, add, point } = rig();
  point('down', 1);
  point('down', 2);
  add(1);
  point('up', 1);
  timers.advance(200);
  expect(deliveries).toEqual([]);
  point('up', 2);
  timers.advance(50);
  expect(deliveries).toEqual([{ at: 250, items: [1] }]);
});

it('holds no longer for two clicks in quick succession than for one', () => {
  const { timers, deliveries, add, point } = rig();
  for (const type of ['down', 'up', 'down', 'up'] as const) {
    point(type);
    timers.advance(10);
  }
  add(1);
  timers.advance(40);
  expect(deliveries).toEqual([{ at: 80, items: [1] }]);
});
