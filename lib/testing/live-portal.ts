import { parseTopics } from '#lib/domain/live/topic-query.ts';
import type { Delta } from '#lib/domain/live/wire.ts';
import { createCollection } from '#lib/live/collection.ts';
import { createHub, type Hub } from '#lib/live/hub.ts';
import { createRowTopic } from '#lib/live/row-topic.ts';
import type { Clock } from '#lib/ports/clock.ts';
import { parseEvents, type Thing } from './hub-rig.ts';
import { type LiveServer, startLiveServer } from './live-server.ts';

/** What `GET /view` answers: all things as they are, and where the stream stood. */
export type ThingsView = { position: string; epoch: number; rows: Thing[] };

/** The live half of a portal over real HTTP: two topics, a view of each, and a process that can be killed. */
export type LivePortal = {
  server: LiveServer;
  things: ReturnType<typeof createCollection<Thing>>;
  /** Null while it is dead. */
  readonly hub: Hub | null;
  /** Every connection is cut and nothing is remembered; the next one counts anew. */
  kill(): void;
  start(): void;
  /** Every delta of the current life, written down by a reader inside; null in lives that have none. */
  readonly told: Delta[] | null;
  close(): Promise<void>;
};

/** @param isObserved whether the life of this number has the reader inside: one more reader keeps topics remembered */
export async function startLivePortal(clock: Clock, isObserved = (_life: number) => false): Promise<LivePortal> {
  const things = createCollection<Thing>({ id: 'lab/things', label: 'Things' });
  let hub: Hub | null = null;
  let told: Delta[] | null = null;
  let life = 0;
  const start = () => {
    life += 1;
    hub = createHub({ clock, epoch: `life${life}` });
    hub.add(createRowTopic({ name: 'things', collection: things, project: ({ id, size }) => ({ id, size }) }));
    told = isObserved(life) ? observe(hub) : null;
  };
  const kill = () => {
    hub?.close();
    hub = null;
    server.cutConnections();
  };
  const server = await startLiveServer({
    subscribe: async (url, request) =>
      (await hub?.subscribe({
        wanted: parseTopics(url.searchParams) ?? [],
        lastEventId: String(request.headers['last-event-id'] ?? ''),
        sessionId: url.searchParams.get('session') ?? 's',
        authorise: async (topics) => topics,
      })) ?? null,
    async read() {
      if (hub === null) {
        return null;
      }
      const position = hub.position();
      return { position, epoch: life, rows: [...things.values()] } satisfies ThingsView;
    },
  });
  start();
  return {
    server,
    things,
    get hub() {
      return hub;
    },
    get told() {
      return told;
    },
    kill,
    start,
    async close() {
      kill();
      await server.close();
    },
  };
}

function observe(hub: Hub): Delta[] {
  const told: Delta[] = [];
  const listen = async () => {
    const subscription = await hub.subscribe({
      wanted: [{ topic: 'things', since: null }],
      sessionId: 'observer',
      authorise: async (topics) => topics,
    });
    const take = () => {
      told.push(...parseEvents(subscription).flatMap(({ event, data }) => (event === 'delta' ? [data] : [])));
    };
    subscription.onReady(take);
    take();
  };
  void listen();
  return told;
}
