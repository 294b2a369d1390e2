import { expect, it } from 'vitest';
import { createTokenBuckets } from './token-buckets.ts';

const MINUTE = 60_000;
/** How many of `count` tries at one moment go through. */
const tries = (take: () => number, count: number) =>
  Array.from({ length: count }, take).filter((wait) => wait === 0).length;

it('lets a minute’s worth through at once, then says how long to wait, and fills up again', () => {
  const buckets = createTokenBuckets(60);
  expect(tries(() => buckets.take('dana', 0), 100)).toBe(60);
  expect(buckets.take('dana', 0)).toBe(1);
  expect(buckets.take('dana', 1000)).toBe(0);
  expect(tries(() => buckets.take('dana', 1000), 10)).toBe(0);
  expect(tries(() => buckets.take('dana', 1000 + MINUTE), 100)).toBe(60);
});

it('keeps those who ask apart', () => {
  const buckets = createTokenBuckets(1);
  expect([buckets.take('a', 0), buckets.take('b', 0), buckets.take('a', 0)]).toEqual([0, 0, 60]);
});

it('gives nothing for asking while refused, nor for a clock that is set back and forth', () => {
  const buckets = createTokenBuckets(2);
  expect(tries(() => buckets.take('a', MINUTE), 5)).toBe(2);
  expect(tries(() => buckets.take('a', 0), 5)).toBe(0);
  expect(tries(() => buckets.take('a', 29_000), 5)).toBe(0);
  expect(tries(() => buckets.take('a', 31_000), 5)).toBe(1);
});

it('remembers a bounded number, and forgets who was not heard of for longest', () => {
  const buckets = createTokenBuckets(1, 100);
  for (let number = 0; number < 10_000; number += 1) {
    buckets.take(`a${number}`, number);
    // Who asks all the time is never forgotten, however many others ask.
    expect(buckets.take('busy', number) > 0).toBe(number > 0);
  }
  expect(buckets.size()).toBeLessThanOrEqual(100);
  expect(buckets.take('busy', 10_000)).toBeGreaterThan(0);
});

it('forgets everybody who has been quiet for a minute', () => {
  const buckets = createTokenBuckets(10);
  for (let number = 0; number < 50; number += 1) {
    buckets.take(`a${number}`, 0);
  }
  buckets.take('b', MINUTE);
  expect(buckets.size()).toBe(1);
});
