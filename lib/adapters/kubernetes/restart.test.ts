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

it.each([1, 2, 3])(
  'what rests while its API server comes and goes is right again soon after that is over (%s)',
  async (seed) => {
    const clock = createFakeClock();
    const api = createPretendApi(clock);
    const fleet = startFleet(api, clock, createRandom(seed), { portals: 5, kinds: 4 });
    await clock.advance(5_000);
    expect(fleet.sinks.every(({ last }) => last?.state === 'live')).toBe(true);

    // The head of each answer says that it is there, and what becomes of its body that it is not.
    api.state = 'cut-short';
    api.cut();
    await clock.advance(20_000);
    api.state = 'up';
    await clock.advance(RIGHT_WITHIN_MS);
    expect(fleet.sinks.filter(({ last }) => last?.state !== 'live')).toEqual([]);
    await fleet.stop();
  },
);
