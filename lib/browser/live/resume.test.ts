import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import { parseTopics } from '#lib/domain/live/topic-query.ts';
import { createCollection } from '#lib/live/collection.ts';
import { createHub, type Hub } from '#lib/live/hub.ts';
import { createRowTopic } from '#lib/live/row-topic.ts';
import type { Subscription } from '#lib/live/subscriber.ts';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { createRandom } from '#lib/testing/random.ts';
import { createLiveClient } from './live-client.ts';
import { followQuery, readCurrent } from './live-query.ts';
import { patchDataRows } from './patch-sources.ts';
import { FakeEventSource } from './testing/fake-event-source.ts';
import { createFakeTimers } from './testing/fake-timers.ts';

type Thing = { id: string; size: number };
type Result = { position: string; data: { rows: Thing[] } };

const CUTS = 1000;
const SEED = 20_261_121;

/** A hub and a browser with a line between them that can be cut anywhere, and a server that can be killed. */
function createWorld(random: () => number) {
  const clock = createFakeClock();
  const timers = createFakeTimers();
  const things = createCollection<Thing>({ id: 'lab/things', label: 'Things' });
  let epoch = 0;
  let hub: Hub | null = null;
  const start = () => {
    epoch += 1;
    hub = createHub({ clock, epoch: `e${epoch}` });
    hub.add(createRowTopic({ name: 'things', collection: things, project: (thing) => thing }));
  };
  const kill = () => {
    hub?.close();
    hub = null;
  };

  /** The browser's end of a real stream: what arrives is only as much as was let through before a cut. */
  class Line extends FakeEventSource {
    subscription: Subscription | null = null;
    text = '';

    async connect(): Promise<void> {
      const wanted = parseTopics(new URL(this.url, 'http://portal').searchParams) ?? [];
      this.subscription =
        (await hub?.subscribe({ wanted, sessionId: 's', authorise: async (topics) => topics })) ?? null;
    }

    receive(share: number): void {
      const bytes = Buffer.from(this.subscription?.take() ?? []).toString('utf8');
      this.text += bytes.slice(0, Math.floor(bytes.length * share));
      for (let end = this.text.indexOf('\n\n'); end !== -1; end = this.text.indexOf('\n\n')) {
        const fields = new Map(
          this.text
            .slice(0, end)
            .split('\n')
            .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
        );
        this.text = this.text.slice(end + 2);
        if (fields.has('data')) {
          this.emit(fields.get('event') ?? '', fields.get('id') ?? '', JSON.parse(fields.get('data') ?? 'null'));
        }
      }
    }

    cut(): void {
      this.subscription?.close();
      this.fail();
    }
  }

  const client = createLiveClient({ url: '/api/live', EventSourceImpl: Line, timers, random });
  const line = () => FakeEventSource.last as Line;
  /** Some time in which everything that can arrive does. */
  const pass = async (ms: number) => {
    timers.advance(0);
    for (let passed = 0; passed < ms; passed += 100) {
      const current = line();
      if (!current.isClosed && current.subscription === null) {
        await current.connect();
      }
      if (!current.isClosed && hub === null) {
        current.fail();
      }
      current.receive(1);
      await clock.advance(100);
      timers.advance(100);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const read = async (): Promise<Result> => {
    if (hub === null) {
      throw new Error('the portal is away');
    }
    const position = hub.position();
    const rows = [...things.values()];
    await new Promise((resolve) => setImmediate(resolve));
    return { position, data: { rows } };
  };
  return { things, client, start, kill, line, pass, read, isUp: () => hub !== null };
}

it(`a browser ends with exactly what the server has, through ${CUTS} cuts at any byte and kills of the server`, async () => {
  FakeEventSource.opened = [];
  const random = createRandom(SEED);
  const world = createWorld(random);
  world.start();
  const queryKey = ['view', 'things', {}];
  const patches = { things: patchDataRows<Result> };
  const queryClient = new QueryClient();
  const options = {
    queryKey,
    queryFn: ({ signal }: { signal: AbortSignal }) => readCurrent(world.client, { read: world.read, patches }, signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: 1000,
    retryDelay: 1,
  };
  await queryClient.fetchQuery(options);
  const observer = new QueryObserver<Result>(queryClient, options);
  observer.subscribe(() => undefined);
  followQuery<Result>(world.client, queryClient, { queryKey, patches }, () => 0);
  await world.pass(200);

  const change = () => {
    const id = `thing-${Math.floor(random() * 30)}`;
    if (random() < 0.3) {
      world.things.remove(id);
    } else {
      world.things.upsert(id, { id, size: Math.floor(random() * 1000) });
    }
  };
  const shown = () => new Map(queryClient.getQueryData<Result>(queryKey)?.data.rows.map((row) => [row.id, row]));
  for (let cuts = 0; cuts < CUTS; cuts += 1) {
    for (let changes = Math.floor(random() * 6); changes > 0; changes -= 1) {
      change();
    }
    await world.pass(random() < 0.5 ? 0 : 100);
    change();
    world.line().receive(random());
    if (random() < 0.05) {
      world.kill();
      await world.pass(200);
      change();
      world.start();
    }
    world.line().cut();
    if (cuts % 10 === 9) {
      await world.pass(6000);
      await expect
        .poll(shown, { timeout: 2000, interval: 5 })
        .toEqual(new Map([...world.things.values()].map((thing) => [thing.id, thing])));
      expect(world.client.status.state).toBe('live');
    }
  }
  world.client.close();
  world.kill();
}, 60_000);
