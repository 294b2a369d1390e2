import { afterEach, describe, expect, it } from 'vitest';
import type { PortalErrorCode } from '#lib/domain/error/portal-error.ts';
import { parsePosition } from '#lib/domain/live/position.ts';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { createCollection } from './collection.ts';
import { createComputedTopic } from './computed-topic.ts';
import { createHub, type SubscribeRequest } from './hub.ts';
import { createRowTopic } from './row-topic.ts';
import { createSourcesTopic } from './sources-topic.ts';
import type { Subscription } from './subscriber.ts';

type Thing = { id: string; size: number; hidden?: number };
type Event = {
  id: string;
  event: string;
  data: { topic: string; version: number; upsert: Thing[]; remove: string[]; reason?: string; replace?: true };
};

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) {
    close();
  }
});

function rig() {
  const clock = createFakeClock();
  const things = createCollection<Thing>({ id: 'lab/things', label: 'Things' });
  const others = createCollection<Thing>({ id: 'lab/others', label: 'Others' });
  const errors: unknown[] = [];
  const hub = createHub({ clock, epoch: 'e1', report: (error) => errors.push(error) });
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
      also: [{ collection: others, touches: (id) => [id] }],
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
  open.push(() => hub.close());
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
function readEvents(subscription: Subscription): Event[] {
  return parseEvents(subscription).filter(({ event }) => event !== 'beat');
}

function parseEvents(subscription: Subscription): Event[] {
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

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('a change', () => {
  it('is told at once, and what follows within the frame together', async () => {
    const { clock, put, listen } = rig();
    const { read } = await listen(['things']);
    await clock.advance(20);
    read();
    put('a', 1);
    await settle();
    expect(read()).toEqual([
      { id: 'e1.1', event: 'delta', data: { topic: 'things', version: 1, upsert: [{ id: 'a', size: 1 }], remove: [] } },
    ]);
    put('a', 2);
    put('a', 3);
    put('b', 1);
    await settle();
    expect(read()).toEqual([]);
    await clock.advance(300);
    expect(read().map(({ data }) => data)).toEqual([
      {
        topic: 'things',
        version: 2,
        upsert: [
          { id: 'a', size: 3 },
          { id: 'b', size: 1 },
        ],
        remove: [],
      },
    ]);
  });

  it('that no row shows is not told', async () => {
    const { clock, put, listen, things } = rig();
    const { read } = await listen(['things']);
    put('a', 1, 1);
    await clock.advance(300);
    read();
    put('a', 1, 2);
    await clock.advance(300);
    expect(read()).toEqual([]);
    things.remove('a');
    await clock.advance(300);
    expect(read()[0]?.data).toMatchObject({ upsert: [], remove: ['a'] });
  });

  it('makes only the rows of changed values anew', async () => {
    const { clock, put, listen, projected } = rig();
    await listen(['things']);
    for (let index = 0; index < 100; index += 1) {
      put(`thing-${index}`, index);
    }
    await clock.advance(300);
    const before = projected();
    put('thing-7', 700);
    await clock.advance(300);
    expect(projected() - before).toBe(1);
  });

  it('of another value touches the rows made of both', async () => {
    const { clock, put, others, listen } = rig();
    const { read } = await listen(['things', 'others']);
    put('a', 1);
    others.upsert('a', { id: 'a', size: 5 });
    await clock.advance(300);
    expect(read().map(({ data }) => data.topic)).toEqual(['things', 'others']);
  });

  it('that hides a row removes it, and one that shows it adds it', async () => {
    const { clock, put, listen } = rig();
    const { read } = await listen(['things']);
    put('a', 1);
    await clock.advance(300);
    put('a', -1);
    await clock.advance(300);
    put('a', 2);
    await clock.advance(300);
    expect(read().map(({ data: { upsert, remove } }) => [upsert.length, remove.length])).toEqual([
      [1, 0],
      [0, 1],
      [1, 0],
    ]);
  });

  it('is not worked out while nobody listens', async () => {
    const { clock, put, hub, projected } = rig();
    put('a', 1);
    await clock.advance(300);
    expect([projected(), hub.counts().frames]).toEqual([0, 0]);
  });

  it('too large to be told makes everyone read again', async () => {
    const { clock, things, listen } = rig();
    const { read } = await listen(['things']);
    things.replace(
      new Map(Array.from({ length: 9000 }, (_, index) => [`thing-${index}`, { id: `thing-${index}`, size: index }])),
    );
    await clock.advance(300);
    expect(read().map(({ event, data }) => [event, data.reason])).toEqual([['reset', 'gap']]);
  });

  it('that cannot be shown makes everyone read again, is reported, and does not stop the others', async () => {
    const { clock, put, listen, errors } = rig();
    const { read } = await listen(['things', 'sum']);
    await clock.advance(20);
    read();
    put('a', 666);
    await clock.advance(300);
    expect(read().map(({ event, data }) => [event, data.topic])).toEqual([
      ['reset', 'things'],
      ['delta', 'sum'],
    ]);
    expect(errors).toHaveLength(1);
    put('b', 1);
    await clock.advance(300);
    expect(read().map(({ event, data }) => [event, data.topic])).toEqual([
      ['delta', 'things'],
      ['delta', 'sum'],
    ]);
  });
});

describe('topics', () => {
  it('with one row for all tell it whole the first time and by difference after', async () => {
    const { clock, put, listen } = rig();
    const { read } = await listen(['sum']);
    put('a', 1);
    await clock.advance(300);
    put('b', 2);
    await clock.advance(300);
    put('c', 0);
    await clock.advance(300);
    expect(read().map(({ data: { upsert, replace } }) => [upsert[0]?.size, replace])).toEqual([
      [1, true],
      [3, undefined],
    ]);
  });

  it('of sources tell a new state and not that one is confirmed', async () => {
    const { clock, things, listen } = rig();
    const { read } = await listen(['sources']);
    const live = { id: 'lab/things', label: 'Things', state: 'live', asOf: 1, since: 1 } as const;
    things.status(live);
    await clock.advance(300);
    things.status({ ...live, asOf: 2 });
    await clock.advance(300);
    things.status({ ...live, state: 'stale', asOf: 2, since: 3, reason: 'Gone.' });
    await clock.advance(300);
    const told = read();
    expect(told).toHaveLength(2);
    expect(told[1]?.data.upsert).toEqual([{ ...live, state: 'stale', asOf: 2, since: 3, reason: 'Gone.' }]);
  });

  it('that are not there are not found', async () => {
    const { listen } = rig();
    await expect(listen(['things', 'nothing'])).rejects.toMatchObject({ code: 'not-found' satisfies PortalErrorCode });
  });
});

describe('coming back', () => {
  it('gives what was missed, in order, once', async () => {
    const { clock, put, others, listen } = rig();
    const first = await listen(['things', 'others']);
    for (let index = 1; index <= 4; index += 1) {
      put('a', index);
      others.upsert('b', { id: 'b', size: index });
      await clock.advance(300);
    }
    const told = first.read();
    const again = await listen(['things', 'others'], { since: told[2]?.id ?? '' });
    expect(again.read()).toEqual(told.slice(3));
  });

  it('prefers what the browser saw last over what the page knew', async () => {
    const { clock, put, listen } = rig();
    await listen(['things']);
    put('a', 1);
    await clock.advance(300);
    put('a', 2);
    await clock.advance(300);
    expect((await listen(['things'], { since: 'e1.0', lastEventId: 'e1.1' })).read().map(({ id }) => id)).toEqual([
      'e1.2',
    ]);
    expect((await listen(['things'], { since: 'e1.0', lastEventId: 'e0.99' })).read().map(({ id }) => id)).toEqual([
      'e1.1',
      'e1.2',
    ]);
  });

  it.each([
    ['of another epoch', 'e0.1'],
    ['from the future', 'e1.99'],
  ])('with a place %s means to read again', async (_, since) => {
    const { listen } = rig();
    expect((await listen(['things'], { since })).read()).toMatchObject([
      { event: 'reset', data: { topic: 'things', reason: 'gap' } },
    ]);
  });

  it('after more than is remembered means to read again', async () => {
    const { clock, put, listen } = rig();
    const { subscription } = await listen(['things']);
    for (let index = 0; index < 600; index += 1) {
      put('a', index);
      await clock.advance(260);
      subscription.take();
    }
    expect((await listen(['things'], { since: 'e1.1' })).read()).toMatchObject([{ event: 'reset' }]);
    expect((await listen(['things'], { since: 'e1.500' })).read()).toHaveLength(100);
  });

  it('with a page read after changes that nobody heard needs nothing, and with one from before them reads again', async () => {
    const { clock, put, hub, listen } = rig();
    const before = hub.position();
    put('a', 1);
    const after = hub.position();
    expect((await listen(['things'], { since: before })).read()).toMatchObject([{ event: 'reset' }]);
    const { read } = await listen(['things'], { since: after });
    await clock.advance(300);
    expect(read()).toEqual([]);
    put('a', 1, 9);
    await clock.advance(300);
    expect(read()).toMatchObject([{ event: 'delta', data: { upsert: [{ id: 'a', size: 1 }] } }]);
  });

  it('a page read while others listen misses nothing', async () => {
    const { clock, put, hub, listen } = rig();
    await listen(['things']);
    put('a', 1);
    const position = hub.position();
    await clock.advance(300);
    expect((await listen(['things'], { since: position })).read()).toMatchObject([
      { data: { upsert: [{ id: 'a', size: 1 }] } },
    ]);
  });
});

describe('readers', () => {
  it('of the same topics get the very same bytes, encoded once', async () => {
    const { clock, put, hub, listen } = rig();
    const readers = await Promise.all(Array.from({ length: 40 }, () => listen(['things'])));
    await clock.advance(20);
    for (const { read } of readers) {
      read();
    }
    put('a', 1);
    await clock.advance(300);
    const pieces = new Set(readers.map(({ subscription }) => subscription.take()));
    expect(pieces.size).toBe(1);
    expect(hub.counts()).toMatchObject({ deltas: 1, frames: 1, subscribers: 40 });
    expect(hub.counts().encodedBytes).toBe([...pieces][0]?.length);
  });

  it('that do not read are told to read again, and cost no more than their limit', async () => {
    const { clock, others, listen, hub } = rig();
    const slow = await listen(['others', 'things']);
    const quick = await listen(['others', 'things']);
    for (let index = 0; index < 100; index += 1) {
      others.upsert('b', { id: 'b'.repeat(20_000), size: index });
      await clock.advance(300);
      quick.subscription.take();
    }
    const told = slow.read();
    expect(told.map(({ event, data }) => [event, data.topic, data.reason])).toEqual([
      ['reset', 'others', 'slow'],
      ['reset', 'things', 'slow'],
    ]);
    others.upsert('b', { id: 'b', size: 7 });
    await clock.advance(300);
    expect(slow.read().map(({ event }) => event)).toEqual(['delta', 'delta']);
    expect(hub.counts().resets).toBe(2);
  });

  it('hear a beat every few seconds, with the place they are at', async () => {
    const { clock, put, listen } = rig();
    const { subscription } = await listen(['others']);
    await listen(['things']);
    put('a', 1);
    await clock.advance(20);
    subscription.take();
    await clock.advance(2600);
    expect(parseEvents(subscription)).toMatchObject([{ id: 'e1.1', event: 'beat' }]);
    await clock.advance(10_000);
    expect(parseEvents(subscription).length).toBeLessThanOrEqual(1);
  });

  it('leave nothing behind when they go', async () => {
    const { clock, listen, hub } = rig();
    for (let round = 0; round < 1000; round += 1) {
      const { subscription } = await listen(['things', 'sum'], { sessionId: `s${round % 7}` });
      subscription.close();
      subscription.close();
    }
    await clock.advance(10_000);
    expect(hub.counts()).toMatchObject({ subscribers: 0 });
    expect(hub.counts().topics.map(({ subscribers }) => subscribers)).toEqual([0, 0, 0, 0]);
    expect(clock.sleeping).toBe(0);
  });

  it('of one session are limited in number', async () => {
    const { listen } = rig();
    for (let index = 0; index < 50; index += 1) {
      await listen(['things']);
    }
    await expect(listen(['things'])).rejects.toMatchObject({ code: 'rate-limited' });
    await listen(['things'], { sessionId: 's2' });
  });
});

describe('rights', () => {
  it('are asked for each topic at the start', async () => {
    const { listen } = rig();
    const { read, subscription } = await listen(['things', 'sum'], {
      authorise: async (topics) => topics.filter((topic) => topic !== 'sum'),
    });
    expect(read()).toMatchObject([{ event: 'reset', data: { topic: 'sum', reason: 'forbidden' } }]);
    expect(subscription.isClosed).toBe(false);
    await expect(listen(['things'], { authorise: async () => [] })).rejects.toMatchObject({ code: 'not-permitted' });
  });

  it('are asked again, and what is no longer allowed ends within five seconds', async () => {
    const { clock, put, listen } = rig();
    let allowed = ['things', 'sum'];
    const { read, subscription } = await listen(['things', 'sum'], {
      authorise: async (topics) => topics.filter((topic) => allowed.includes(topic)),
    });
    await clock.advance(300);
    read();
    allowed = ['sum'];
    await clock.advance(4500);
    expect(read()).toMatchObject([{ event: 'reset', data: { topic: 'things', reason: 'forbidden' } }]);
    put('a', 1);
    await clock.advance(300);
    expect(read().map(({ data }) => data.topic)).toEqual(['sum']);
    allowed = [];
    await clock.advance(4500);
    expect(subscription.isClosed).toBe(true);
  });

  it('that nobody can look up keep a reader for a minute and no longer', async () => {
    const { clock, listen, errors } = rig();
    let isDown = false;
    const authorise = async (topics: readonly string[]) => {
      if (isDown) {
        throw new Error('the database is away');
      }
      return topics;
    };
    const { subscription } = await listen(['things'], { authorise });
    isDown = true;
    await clock.advance(30_000);
    isDown = false;
    await clock.advance(5000);
    isDown = true;
    await clock.advance(50_000);
    expect(subscription.isClosed).toBe(false);
    await clock.advance(20_000);
    expect(subscription.isClosed).toBe(true);
    expect(errors.length).toBeGreaterThan(10);
  });

  it('end with the session, at once', async () => {
    const { hub, listen } = rig();
    const mine = await listen(['things'], { sessionId: 'mine' });
    const also = await listen(['sum'], { sessionId: 'mine' });
    const yours = await listen(['things'], { sessionId: 'yours' });
    expect(hub.closeSession('mine')).toBe(2);
    expect([mine, also, yours].map(({ subscription }) => subscription.isClosed)).toEqual([true, true, false]);
    expect(hub.closeSession('mine')).toBe(0);
  });
});
