import { expect, it } from 'vitest';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { createRandom } from '#lib/testing/random.ts';
import { createPretendApi, startFleet } from './testing/pretend-fleet.ts';

const FLEET = { portals: 50, kinds: 4 };
const AWAY_MS = 60_000;
/** How soon after its return everything is to be right again. */
const RIGHT_WITHIN_MS = 3000;

it.each([1, 2, 3])('fifty portals do not come back in step when their API server restarts (%s)', async (seed) => {
  const clock = createFakeClock();
  const api = createPretendApi(clock);
  const fleet = startFleet(api, clock, createRandom(seed), FLEET);
  await clock.advance(60_000);
  expect(fleet.sinks.every(({ last }) => last?.state === 'live')).toBe(true);

  api.isUp = false;
  api.cut();
  const lostAt = clock.now();
  await clock.advance(AWAY_MS);
  expect(fleet.sinks.every(({ last }) => last?.state === 'stale')).toBe(true);
  api.isUp = true;
  const backAt = clock.now();
  await clock.advance(RIGHT_WITHIN_MS);
  expect(fleet.sinks.every(({ last }) => last?.state === 'live')).toBe(true);
  expect(busiestSecond(api.asked, { from: lostAt, to: backAt })).toBeLessThanOrEqual(2);
  expect(busiestSecond(api.asked, { from: backAt, to: backAt + RIGHT_WITHIN_MS })).toBeLessThanOrEqual(2);
  await fleet.stop();
});

/** How much more is asked in the busiest second, wherever it begins, than in a mean one. */
function busiestSecond(asked: readonly number[], { from, to }: { from: number; to: number }): number {
  const times = asked.filter((at) => at >= from && at < to);
  const most = Math.max(...times.map((start) => times.filter((at) => at >= start && at < start + 1000).length));
  return most / ((times.length * 1000) / (to - from));
}
