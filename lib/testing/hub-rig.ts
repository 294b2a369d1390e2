import { parsePosition } from '#lib/domain/live/position.ts';
import { createCollection } from '#lib/live/collection.ts';
import { createComputedTopic } from '#lib/live/computed-topic.ts';
import { createHub, type SubscribeRequest } from '#lib/live/hub.ts';
import { createRowTopic } from '#lib/live/row-topic.ts';
import { createSourcesTopic } from '#lib/live/sources-topic.ts';
import type { Subscription } from '#lib/live/subscriber.ts';
import { createFakeClock } from './fake-clock.ts';

export type Thing = { id: string; size: number; hidden?: number };
export type LiveEvent = {
  id: string;
  event: string;
  data: { topic: string; version: number; upsert: Thing[]; remove: string[]; reason?: string; replace?: true };
};

/** A hub with every sort of topic over two collections, on a clock of the test's own. */
export function createHubRig() {
  const clock = createFakeClock();
  const things = createCollection<Thing>({ id: 'lab/things', label: 'Things' });
  const others = createCollection<Thing>({ id: 'lab/others', label: 'Others' });
  const errors: unknown[] = [];
  /** The page of one thing, `thing/a`, there while somebody looks at it. */
  const topicFor = (name: string) => {
    const [kind, id = ''] = name.split('/');
    return kind === 'thing'
      ? createComputedTopic({ name, collections: [things], compute: () => [things.get(id) ?? { id, size: 0 }] })
      : null;
  };
  const hub = createHub({ clock, epoch: 'e1', topicFor, report: (error) => errors.push(error) });
  let projected = 0;
  hub.add(
    createRowTopic({
      name: 'things',
      collection: things,
      project: ({ id, size }) => {
        projected += 1;
        if (size === 666) {
          throw new Error('cannot be shown');
        }
        return size < 0 ? null : { id, size };
      },
    }),
  );
  hub.add(createRowTopic({ name: 'others', collection: others, project: (thing) => thing }));
  hub.add(
    createComputedTopic({
      name: 'sum',
      collections: [things],
      compute: () => [{ id: 'sum', size: [...things.values()].reduce((sum, { size }) => sum + size, 0) }],
    }),
  );
  hub.add(createSourcesTopic([things, others]));
  const put = (id: string, size: number, hidden?: number) =>
    things.upsert(id, { id, size, ...(hidden === undefined ? {} : { hidden }) });
  const listen = async (topics: string[], more: Partial<SubscribeRequest> & { since?: string } = {}) => {
    const { since, ...rest } = more;
    const subscription = await hub.subscribe({
      wanted: topics.map((topic) => ({ topic, since: since === undefined ? null : parsePosition(since) })),
      sessionId: 's1',
      authorise: async (asked) => asked,
      ...rest,
    });
    return { subscription, read: () => readEvents(subscription) };
  };
  return { clock, things, others, hub, errors, put, listen, projected: () => projected };
}

/** What waits, without beats, parsed as a browser does. */
function readEvents(subscription: Subscription): LiveEvent[] {
  return parseEvents(subscription).filter(({ event }) => event !== 'beat');
}

export function parseEvents(subscription: Subscription): LiveEvent[] {
  const text = Buffer.from(subscription.take() ?? []).toString('utf8');
  return text
    .split('\n\n')
    .filter((block) => block.includes('data: '))
    .map((block) => {
      const fields = new Map(
        block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
      );
      return {
        id: fields.get('id') ?? '',
        event: fields.get('event') ?? '',
        data: JSON.parse(fields.get('data') ?? 'null'),
      };
    });
}
