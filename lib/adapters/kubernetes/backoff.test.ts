import { describe, expect, it } from 'vitest';
import { createBackoff } from './backoff.ts';
import { isOlder } from './resource-version.ts';

describe('createBackoff', () => {
  it('doubles up to 30 s and begins anew after a success', () => {
    const backoff = createBackoff(() => 1);
    const rests = Array.from({ length: 8 }, () => backoff.next());
    expect(rests).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
    expect(backoff.failures).toBe(8);
    backoff.reset();
    expect([backoff.next(), backoff.failures]).toEqual([1000, 1]);
  });

  it('spreads 50 portals so that no second has more than twice the mean', () => {
    let seed = 7;
    const random = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const tries: number[] = [];
    for (let portal = 0; portal < 50; portal += 1) {
      const backoff = createBackoff(random);
      for (let at = backoff.next(), round = 0; round < 40; round += 1, at += backoff.next()) {
        tries.push(at);
      }
    }
    // After the first half minute, when everyone rests up to 30 s.
    const perSecond = new Map<number, number>();
    const steady = tries.filter((at) => at > 30_000 && at < 330_000);
    for (const at of steady) {
      const second = Math.floor(at / 1000);
      perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
    }
    const busiest = Math.max(...perSecond.values());
    expect(steady.length / 300).toBeGreaterThan(2);
    // Chance alone makes peaks of single requests; five seconds together show whether they come in step.
    const perFive = Array.from(
      { length: 60 },
      (_, index) => steady.filter((at) => Math.floor((at - 30_000) / 5000) === index).length,
    );
    expect(Math.max(...perFive)).toBeLessThanOrEqual((2 * steady.length) / 60);
    expect(busiest).toBeLessThan(50 / 3);
  });
});

describe('isOlder', () => {
  it.each([
    ['9', '10', true],
    ['10', '9', false],
    ['10', '10', false],
    ['99999999999999999998', '99999999999999999999', true],
    ['', '10', false],
    ['10', '', false],
    ['abc', '10', false],
    ['0', '10', false],
    ['1e2', '200', false],
  ])('%s against %s: %s', (version, seen, older) => {
    expect(isOlder(version, seen)).toBe(older);
  });
});
