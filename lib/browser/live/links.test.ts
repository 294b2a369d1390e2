import { expect, it } from 'vitest';
import { createPulse } from '#lib/adapters/kubernetes/pulse.ts';
import { createReflector } from '#lib/adapters/kubernetes/reflector.ts';
import { createPretendApi } from '#lib/adapters/kubernetes/testing/pretend-fleet.ts';
import { THING_KIND, type ThingValue } from '#lib/adapters/kubernetes/testing/rig.ts';
import { parseTab, parseTopics } from '#lib/domain/live/topic-query.ts';
import type { SourceStatus } from '#lib/domain/source/source.ts';
import { createCollection } from '#lib/live/collection.ts';
import { createHub, type Hub } from '#lib/live/hub.ts';
import { createSourcesTopic } from '#lib/live/sources-topic.ts';
import type { Subscription } from '#lib/live/subscriber.ts';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { parseEvents } from '#lib/testing/hub-rig.ts';
import { times } from '#lib/testing/long.ts';
import { createRandom } from '#lib/testing/random.ts';
import { createLiveClient } from './live-client.ts';
import { FakeEventSource } from './testing/fake-event-source.ts';
import { createFakeTimers } from './testing/fake-timers.ts';

const CUTS = times(15, 100);
/** How finely time passes here; a limit is kept when it is kept to one step. */
const STEP_MS = 50;
const SAYS_SO_WITHIN_MS = 5000;
const RIGHT_WITHIN_MS = 3000;

/** A cluster, a portal that reflects it, and a browser that shows how fresh it is, on one time. */
function createChain(random: () => number) {
  const clock = createFakeClock();
  const timers = createFakeTimers();
  const api = createPretendApi(clock);
  const connection = api.connect();
  const collection = createCollection<ThingValue>({ id: 'lab/things', label: 'Things' });
  const pulse = createPulse(connection, clock, random);
  const reflection = createReflector({ connection, kind: THING_KIND, sink: collection, clock, random, pulse });
  let life = 0;
  let hub: Hub | null = null;
  let isMute = false;

  class Line extends FakeEventSource {
    subscription: Subscription | null = null;
    /** Opened while the line was silent, so what it asked for got lost for good. */
    readonly isLost = isMute;

    async connect(): Promise<void> {
      const { searchParams } = new URL(this.url, 'http://portal');
      const request = { wanted: parseTopics(searchParams) ?? [], sessionId: 's', tab: parseTab(searchParams) };
      // Nobody tells the portal of a stream that is lost: it stays open there.
      this.subscription = (await hub?.subscribe({ ...request, authorise: async (topics) => topics })) ?? null;
    }

    /** What came over the line since; nothing while it is mute. */
    async receive(): Promise<void> {
      if (this.isClosed || isMute || this.isLost) {
        return;
      }
      if (hub === null || this.subscription?.isClosed) {
        this.fail();
        return;
      }
      if (this.subscription === null) {
        await this.connect();
      }
      for (const { event, id, data } of this.subscription === null ? [] : parseEvents(this.subscription)) {
        this.emit(event, id, data);
      }
    }
  }

  const client = createLiveClient({ url: '/live', tab: 'tab1', EventSourceImpl: Line, timers, random });
  let shown: SourceStatus = collection.source;
  let stop = () => {};
  /** Reads what the page shows and follows it, as a query does. */
  const read = () => {
    stop();
    shown = collection.source;
    stop = client.follow('sources', hub?.position() ?? 'none', {
      onDeltas: (deltas) => {
        shown = (deltas.at(-1)?.delta.upsert.at(-1) as unknown as SourceStatus | undefined) ?? shown;
      },
      onReset: () => isWanted && read(),
    });
  };
  let isWanted = true;
  const startPortal = () => {
    life += 1;
    hub = createHub({ clock, epoch: `life${life}` });
    hub.add(createSourcesTopic([collection]));
  };
  startPortal();
  return {
    clock,
    api,
    startPortal,
    killPortal() {
      hub?.close();
      hub = null;
    },
    muteLine(next: boolean) {
      isMute = next;
    },
    read,
    /** What the page says: live only when both the line and the cluster behind it are. */
    says: () => (client.status.state === 'live' ? shown.state : client.status.state),
    async pass(ms: number) {
      for (let passed = 0; passed < ms; passed += STEP_MS) {
        await clock.advance(STEP_MS);
        timers.advance(STEP_MS);
        await (FakeEventSource.last as Line).receive();
      }
    },
    async close() {
      isWanted = false;
      client.close();
      hub?.close();
      await reflection.stop();
    },
  };
}

type Chain = ReturnType<typeof createChain>;

const LINKS: { name: string; cut(chain: Chain): void; mend(chain: Chain): void }[] = [
  {
    name: 'the API server ends',
    cut({ api }) {
      api.state = 'refusing';
      api.cut();
    },
    mend({ api }) {
      api.state = 'up';
    },
  },
  {
    name: 'the API server falls silent',
    cut({ api }) {
      api.state = 'silent';
    },
    mend({ api }) {
      api.state = 'up';
    },
  },
  { name: 'the portal ends', cut: ({ killPortal }) => killPortal(), mend: ({ startPortal }) => startPortal() },
  { name: 'the line falls silent', cut: ({ muteLine }) => muteLine(true), mend: ({ muteLine }) => muteLine(false) },
];

it.each(LINKS)(
  `the page says that it is stale within 5 s and is right within 3 s again, each of ${CUTS} times that $name`,
  async ({ cut, mend }) => {
    FakeEventSource.opened = [];
    const random = createRandom(5);
    const chain = createChain(random);
    chain.read();
    await chain.pass(1000);
    const late: string[] = [];
    for (let round = 0; round < CUTS; round += 1) {
      await chain.pass(6000 * random());
      expect(chain.says(), `before cut ${round}`).toBe('live');
      cut(chain);
      await chain.pass(SAYS_SO_WITHIN_MS);
      if (chain.says() === 'live') {
        late.push(`cut ${round} was not told`);
      }
      // Mostly short, sometimes of minutes.
      await chain.pass(round % 5 === 4 ? 180_000 : 20_000 * random());
      mend(chain);
      await chain.pass(RIGHT_WITHIN_MS);
      if (chain.says() !== 'live') {
        late.push(`after cut ${round} it says ${chain.says()}`);
      }
      await chain.pass(2000);
    }
    expect(late).toEqual([]);
    await chain.close();
  },
  3_600_000,
);
