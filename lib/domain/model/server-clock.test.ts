import fc from 'fast-check';
import { expect, it } from 'vitest';
import { byOurClock, createServerClock } from './server-clock.ts';

const NOON = Date.UTC(2026, 10, 21, 12);
const wholeSecond = (at: number) => Math.floor(at / 1000) * 1000;

it.each([
  ['right', 0],
  ['seven minutes ahead', 7 * 60_000],
  ['seven minutes behind', -7 * 60_000],
])('a clock that is %s', (_, skew) => {
  const clock = createServerClock();
  expect(clock.skewMs).toBeNull();
  for (let at = NOON + 123; at < NOON + 60_000; at += 3_210) {
    clock.heard(wholeSecond(at + skew), at - 20, at + 20);
  }
  expect(Math.abs((clock.skewMs ?? Number.NaN) - skew)).toBeLessThan(1500);
  const expiresAt = NOON + 300_000 + skew;
  expect(Math.abs(byOurClock(expiresAt, clock.skewMs) - (NOON + 300_000))).toBeLessThan(1500);
});

it('whatever the difference and the delays, it is told within a second and a half, and does not waver', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -900_000, max: 900_000 }),
      fc.array(fc.tuple(fc.nat(20_000), fc.nat(150), fc.nat(150)), { minLength: 2, maxLength: 30 }),
      (skew, answers) => {
        const clock = createServerClock();
        const told: number[] = [];
        let now = NOON;
        for (const [pause, there, back] of answers) {
          now += pause;
          clock.heard(wholeSecond(now + skew), now - there, now + back);
          told.push(clock.skewMs ?? Number.NaN);
          expect(Math.abs((clock.skewMs ?? Number.NaN) - skew)).toBeLessThanOrEqual(1500);
        }
        expect(new Set(told).size).toBe(1);
      },
    ),
    { numRuns: 500, seed: 3 },
  );
});

it('a clock that is right within a second is told as right, poll after poll', () => {
  const clock = createServerClock();
  for (let at = NOON; at < NOON + 600_000; at += 3_007) {
    clock.heard(wholeSecond(at + 40), at - 3, at + 3);
    expect(clock.skewMs).toBe(0);
  }
});

it('a clock that is set is believed anew', () => {
  const clock = createServerClock();
  clock.heard(wholeSecond(NOON), NOON - 5, NOON + 5);
  clock.heard(wholeSecond(NOON + 180_000), NOON + 995, NOON + 1005);
  expect(clock.skewMs).toBeGreaterThan(178_000);
});

it('a date that is none, and a clock of ours that was set back meanwhile, teach nothing', () => {
  const clock = createServerClock();
  clock.heard(Number.NaN, NOON, NOON);
  clock.heard(NOON, NOON, NOON - 1);
  expect(clock.skewMs).toBeNull();
  expect(byOurClock(NOON, clock.skewMs)).toBe(NOON);
});
