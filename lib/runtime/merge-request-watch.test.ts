import { afterEach, beforeEach, expect, it } from 'vitest';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { Services, WatchedRepository } from '#lib/portal/context.ts';
import type { RepositorySnapshots } from '#lib/portal/repository-snapshots.ts';
import { createFakeClock, type FakeClock } from '#lib/testing/fake-clock.ts';
import { type MergeRequestWatch, startMergeRequestWatch } from './merge-request-watch.ts';

const MINUTE_MS = 60_000;

let clock: FakeClock;
let watch: MergeRequestWatch;
/** When it looked, in seconds since it began. */
let looks: number[];
let forge: { retryAfterSeconds: number | null; isAway: boolean };
let page: { isThere: boolean };

beforeEach(() => {
  clock = createFakeClock();
  looks = [];
  forge = { retryAfterSeconds: null, isAway: false };
  page = { isThere: false };
  const from = clock.now();
  const portal = {
    async openMergeRequests() {
      looks.push(Math.round((clock.now() - from) / 1000));
      if (forge.isAway) {
        const { retryAfterSeconds } = forge;
        const what = { provider: 'gitlab', operation: 'list', kind: 'unavailable', message: 'not now' } as const;
        throw new ExternalError({ ...what, ...(retryAfterSeconds === null ? {} : { retryAfterSeconds }) });
      }
      return { requests: [], isComplete: true };
    },
  };
  const services = {
    clock,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    forges: [{ host: { id: 'gitlab' }, portal }],
    store: { changes: { listByPhase: async () => [] } },
  } as unknown as Services;
  const snapshots = { head: async () => ({ sha: 'c0ffee' }) } as unknown as RepositorySnapshots;
  const repository = { ref: { forgeId: 'gitlab', path: 'shop' }, branch: 'main', snapshots };
  const driver = { nudge: () => undefined, counts: () => ({ isHolder: true, driven: 0, failing: 0 }) };
  watch = startMergeRequestWatch(services, repository as unknown as WatchedRepository, driver, page);
});

afterEach(async () => {
  await watch.stop();
});

it('looks every ten seconds, and sooner where something was heard', async () => {
  await clock.advance(25_000);
  expect(looks).toEqual([0, 10, 20]);
  watch.nudge();
  await clock.advance(2_000);
  expect(looks).toHaveLength(4);
});

it('asks a forge that is away less and less often, until somebody has a page open', async () => {
  forge.isAway = true;
  await clock.advance(10 * MINUTE_MS);
  expect(looks.length).toBeLessThan(10);
  watch.nudge();
  await clock.advance(5_000);
  const before = looks.length;
  page.isThere = true;
  await clock.advance(MINUTE_MS);
  expect(looks.length - before).toBeGreaterThanOrEqual(15);
  forge.isAway = false;
  await clock.advance(3_500);
  looks.length = 0;
  await clock.advance(MINUTE_MS);
  expect(looks.length).toBeLessThanOrEqual(7);
});

it('leaves a forge alone that wants to be, whoever looks', async () => {
  forge = { isAway: true, retryAfterSeconds: 45 };
  page.isThere = true;
  await clock.advance(54_000);
  expect(looks).toEqual([0, 10]);
  await clock.advance(10_000);
  expect(looks).toHaveLength(3);
});
