import { expect, it } from 'vitest';
import type { Change, ChangePhase } from '#lib/domain/change/change.ts';
import type { Services } from '#lib/portal/context.ts';
import { createLocks } from '#lib/portal/locks.ts';
import type { LeaseRepository } from '#lib/ports/store.ts';
import { change } from '#lib/testing/change.ts';
import { createFakeClock, type FakeClock } from '#lib/testing/fake-clock.ts';
import { startChangeDriver } from './change-driver.ts';

/** One database's leases, by the clock that it has. */
function createLeases(clock: FakeClock) {
  let held: { holder: string; until: number } | null = null;
  const broken = { isAway: false };
  const leases: LeaseRepository = {
    async acquire(_, holder, now, durationMs) {
      if (broken.isAway) {
        throw new Error('the database is away');
      }
      if (held !== null && held.holder !== holder && held.until > clock.now()) {
        return false;
      }
      held = { holder, until: now + durationMs };
      return true;
    },
    async release(_, holder) {
      held = held?.holder === holder ? null : held;
    },
  };
  return { leases, broken };
}

/** Portals on one database whose changes have ended meanwhile, so that a step is no more than to look at one. */
function startRig(ids: string[], phase: ChangePhase = 'open') {
  const clock = createFakeClock();
  const { leases, broken } = createLeases(clock);
  /** What each portal looks at, and how to let it go on. */
  const looks: { portal: string; id: string; goOn: () => void }[] = [];
  const warnings: string[] = [];
  /** Of every change that is looked at, and whether somebody has its page open. */
  const seen: { problem: Change['problem']; isWatched: boolean } = { problem: null, isWatched: false };
  const log = {
    info: () => undefined,
    warn: (message: string) => void warnings.push(message),
    error: (message: string) => void warnings.push(message),
  };
  const start = (portal: string) => {
    const changes = {
      listByPhase: async () => ids.map((id) => change({ id, phase })),
      findById: (id: string) =>
        new Promise((found) => {
          looks.push({ portal, id, goOn: () => found(change({ id, phase: 'live', problem: seen.problem })) });
        }),
    };
    const services = { clock, log, locks: createLocks(), store: { leases, changes } } as unknown as Services;
    return startChangeDriver(services, { isWatched: () => seen.isWatched });
  };
  return { clock, start, looks, broken, warnings, seen };
}

it('of two portals one goes on with a change, however long a step of it takes', async () => {
  const { clock, start, looks } = startRig(['change']);
  const [first, second] = [start('first'), start('second')];
  await clock.advance(120_000);
  expect(looks.map(({ portal }) => portal)).toEqual(['first']);
  expect([first.counts().isHolder, second.counts().isHolder]).toEqual([true, false]);
  const stopped = first.stop();
  looks[0]?.goOn();
  await clock.advance(2_000);
  await stopped;
  expect(looks.map(({ portal }) => portal)).toEqual(['first', 'second']);
  looks[1]?.goOn();
  await second.stop();
  expect(clock.sleeping).toBe(0);
});

it('begins nothing more of what it wanted when it cannot say that the work is still its own', async () => {
  const { clock, start, looks, broken, warnings } = startRig(['a', 'b', 'c', 'd', 'e']);
  const driver = start('first');
  await clock.advance(1_000);
  broken.isAway = true;
  await clock.advance(5_000);
  for (const { goOn } of looks) {
    goOn();
  }
  await clock.advance(10);
  expect([looks.map(({ id }) => id), driver.counts().isHolder]).toEqual([['a', 'b', 'c', 'd'], false]);
  expect(warnings).toEqual(['lease was not renewed']);
  broken.isAway = false;
  await clock.advance(1_000);
  expect(looks.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'e']);
  looks[4]?.goOn();
  await driver.stop();
});

it('looks again at once at a change that was heard of while it was looked at', async () => {
  const { clock, start, looks } = startRig(['a', 'b']);
  const driver = start('first');
  await clock.advance(100);
  driver.nudge('a');
  for (const { goOn } of looks) {
    goOn();
  }
  await clock.advance(1_000);
  expect(looks.map(({ id }) => id)).toEqual(['a', 'b', 'a']);
  looks[2]?.goOn();
  await driver.stop();
});

it.each<[ChangePhase, boolean]>([
  ['open', false],
  ['approved', false],
  ['merging', false],
  ['merged', true],
  ['syncing', true],
])('looks at a change that is %s when the cluster moves: %s', async (phase, isLooked) => {
  const { clock, start, looks } = startRig(['a'], phase);
  const driver = start('first');
  await clock.advance(0);
  driver.nudgeDeliveries();
  looks[0]?.goOn();
  await clock.advance(1_000);
  expect(looks.length).toBe(isLooked ? 2 : 1);
  looks[1]?.goOn();
  await driver.stop();
});

it.each([
  [true, 5_000],
  [false, 150_000],
])('a change that failed for minutes is tried again in time, its page open: %s', async (isWatched, withinMs) => {
  const { clock, start, looks, seen } = startRig(['a']);
  seen.isWatched = isWatched;
  seen.problem = { message: 'The forge does not answer.', retrying: true } as Change['problem'];
  const driver = start('first');
  const goOnFor = async (ms: number) => {
    for (let passedMs = 0; passedMs < ms; passedMs += 100) {
      looks.at(-1)?.goOn();
      await clock.advance(100);
    }
  };
  await goOnFor(300_000);
  const before = looks.length;
  seen.problem = null;
  await goOnFor(withinMs);
  // What it could not see while it failed is looked at with the next tick, not after another pause.
  expect(looks.length - before).toBeGreaterThanOrEqual(2);
  expect(before).toBeLessThan(isWatched ? 300 : 12);
  await driver.stop();
});
