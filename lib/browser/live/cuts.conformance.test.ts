import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, it, vi } from 'vitest';
import { createFastClock } from '#lib/adapters/kubernetes/testing/fast-clock.ts';
import { parsePosition } from '#lib/domain/live/position.ts';
import type { Delta } from '#lib/domain/live/wire.ts';
import type { Thing } from '#lib/testing/hub-rig.ts';
import { type LivePortal, startLivePortal, type ThingsView } from '#lib/testing/live-portal.ts';
import { times } from '#lib/testing/long.ts';
import { createRandom, pick } from '#lib/testing/random.ts';
import { createLiveClient } from './live-client.ts';
import { followQuery, readCurrent } from './live-query.ts';
import { patchDataRows } from './patch-sources.ts';
import { timersOf } from './testing/clock-timers.ts';
import { createHttpEventSource } from './testing/http-event-source.ts';

const CUTS = times(40, 1000);
const SEED = 20_261_121;
const RATE = 20;
const SOON = { timeout: 20_000, interval: 2 };

/** A page's data, and every delta that was applied to it since it was read. */
type Result = { position: string; data: { rows: readonly Thing[] }; applied: readonly string[] };

const nameOf = ({ version }: Pick<Delta, 'version'>, epoch: string | undefined) => `${epoch}.${version}`;

function createBrowser(portal: LivePortal, random: () => number) {
  const clock = createFastClock(RATE);
  const asked: string[] = [];
  let rewrite = (url: string) => url;
  const client = createLiveClient({
    url: `${portal.server.url}/live`,
    EventSourceImpl: createHttpEventSource((url) => {
      const really = rewrite(url);
      rewrite = (next) => next;
      asked.push(url);
      return really;
    }),
    timers: timersOf(clock),
    random,
  });
  const queryKey = ['view', 'things', {}];
  const patches = {
    things: (result: Result, delta: Delta): Result => ({
      ...patchDataRows(result, delta),
      applied: [...result.applied, nameOf(delta, parsePosition(result.position)?.epoch)],
    }),
  };
  const read = async (signal: AbortSignal): Promise<Result> => {
    const answer = await fetch(`${portal.server.url}/view`, { signal });
    if (!answer.ok) {
      throw new Error('the portal is away');
    }
    const { position, rows } = (await answer.json()) as ThingsView;
    // What it reads is older than what the line has brought meanwhile.
    await clock.sleep(random() * 400);
    return { position, data: { rows }, applied: [] };
  };
  const queryClient = new QueryClient();
  const options = {
    queryKey,
    queryFn: ({ signal }: { signal: AbortSignal }) => readCurrent(client, { read, patches }, signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: 10_000,
    retryDelay: 10,
  };
  return {
    client,
    asked,
    /** The next connection asks for this instead. */
    mislead(how: typeof rewrite) {
      rewrite = how;
    },
    result: () => queryClient.getQueryData<Result>(queryKey),
    async open() {
      await queryClient.fetchQuery(options);
      new QueryObserver<Result>(queryClient, options).subscribe(() => undefined);
      return followQuery<Result>(client, queryClient, { queryKey, patches }, () => 0);
    },
    isReading: () => queryClient.isFetching() > 0,
  };
}

type World = { portal: LivePortal; browser: ReturnType<typeof createBrowser>; random: () => number; change(): void };

/** Ways to lose the line. What is changed after one of them is missed. */
const CUT_KINDS: readonly [(world: World) => Promise<void>, ...((world: World) => Promise<void>)[]] = [
  (world) => cut(world, 'end'),
  (world) => cut(world, 'reset'),
  (world) => cut(world, 'reset'),
  (world) => cut(world, 'silence'),
  async ({ portal, change }) => {
    portal.kill();
    change();
    change();
    portal.start();
  },
  // The place it comes back from is lost on the way, and the one that arrives makes no sense.
  async (world) => {
    world.browser.mislead((url) => url.replaceAll(/%40[^&]+/g, '%40lost'));
    await cut(world, 'reset');
  },
  // It comes back from a place where it was long ago, as a request that is sent once more does.
  async (world) => {
    const { asked } = world.browser;
    const old = asked[Math.floor(world.random() * asked.length)] ?? '';
    world.browser.mislead(() => old);
    await cut(world, 'reset');
  },
];

/** Breaks every open stream somewhere in what it brings next. */
async function cut({ portal, random, change }: World, how: 'end' | 'reset' | 'silence'): Promise<void> {
  const open = [...portal.server.streams];
  for (const stream of open) {
    stream.cutAfter(Math.floor(random() * 300), how);
  }
  change();
  await vi.waitFor(() => expect(open.every(({ isOver }) => isOver)).toBe(true), SOON);
}

it(`a browser has exactly what the portal has, after each of ${CUTS} cuts of a real stream`, async () => {
  const random = createRandom(SEED);
  const portal = await startLivePortal(createFastClock(RATE), (life) => life % 2 === 1);
  const browser = createBrowser(portal, random);
  const change = () => {
    const id = `thing-${Math.floor(random() * 30)}`;
    if (random() < 0.3) {
      portal.things.remove(id);
    } else {
      portal.things.upsert(id, { id, size: Math.floor(random() * 1e6) });
    }
  };
  const stop = await browser.open();
  let exact = 0;
  for (let cuts = 0; cuts < CUTS; cuts += 1) {
    for (let changes = Math.floor(random() * 4); changes > 0; changes -= 1) {
      change();
    }
    await pick(random, CUT_KINDS)({ portal, browser, random, change });
    change();
    exact += await vi.waitFor(() => {
      expect(browser.client.status.state).toBe('live');
      expect(browser.isReading()).toBe(false);
      expect(byId(browser.result()?.data.rows)).toEqual(byId([...portal.things.values()]));
      return expectExactlyOnce(browser.result(), portal.told) ? 1 : 0;
    }, SOON);
  }
  expect(exact).toBeGreaterThan(CUTS / 4);
  stop();
  browser.client.close();
  await vi.waitFor(() => expect(portal.server.streams.size).toBe(0), SOON);
  await portal.close();
}, 3_600_000);

/** No delta was applied twice and, where the portal's own are known, none was left out. */
function expectExactlyOnce(result: Result | undefined, told: Delta[] | null): boolean {
  const { applied, position } = result ?? { applied: [], position: '' };
  expect(new Set(applied).size).toBe(applied.length);
  const place = parsePosition(position);
  if (told === null || place === null) {
    return false;
  }
  const since = told.filter(({ version }) => version > place.version).map((delta) => nameOf(delta, place.epoch));
  expect(applied).toEqual(since);
  return true;
}

function byId(rows: readonly Thing[] | undefined): Map<string, Thing> {
  return new Map(rows?.map((row) => [row.id, row]));
}
