import { expect, it } from 'vitest';
import { busiestSecond } from '#lib/testing/busiest-second.ts';
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

  api.state = 'refusing';
  api.cut();
  const lostAt = clock.now();
  await clock.advance(AWAY_MS);
  expect(fleet.sinks.every(({ last }) => last?.state === 'stale')).toBe(true);
  api.state = 'up';
  const backAt = clock.now();
  await clock.advance(RIGHT_WITHIN_MS);
  expect(fleet.sinks.every(({ last }) => last?.state === 'live')).toBe(true);
  expect(busiestSecond(api.asked, { from: lostAt, to: backAt })).toBeLessThanOrEqual(2);
  expect(busiestSecond(api.asked, { from: backAt, to: backAt + RIGHT_WITHIN_MS })).toBeLessThanOrEqual(2);
  await fleet.stop();
});
