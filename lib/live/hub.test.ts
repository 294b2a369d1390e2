import { describe, expect, it } from 'vitest';
import type { PortalErrorCode } from '#lib/domain/error/portal-error.ts';
import { createHubRig as rig } from '#lib/testing/hub-rig.ts';

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

  it('of a sum is told at once, and what follows ten times a second at most', async () => {
    const { clock, put, listen } = rig();
    const { read } = await listen(['sum', 'things']);
    await clock.advance(200);
    read();
    const told = async (ms: number) => {
      await clock.advance(ms);
      return read().map(({ data }) => `${data.topic} ${data.upsert.map(({ size }) => size)}`);
    };
    put('a', 1);
    expect(await told(20)).toEqual(['things 1', 'sum 1']);
    put('a', 2);
    expect(await told(20)).toEqual(['things 2']);
    put('a', 3);
    expect(await told(20)).toEqual(['things 3']);
    expect(await told(100)).toEqual(['sum 3']);
    expect(await told(1000)).toEqual([]);
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

describe('a topic for one thing', () => {
  it('is there while somebody listens', async () => {
    const { clock, put, listen, hub } = rig();
    const names = () => hub.counts().topics.map(({ name }) => name);
    put('a', 1);
    const { read, subscription } = await listen(['thing/a']);
    const other = await listen(['thing/a']);
    put('a', 2);
    await clock.advance(300);
    expect(read().map(({ data }) => data.upsert)).toEqual([[{ id: 'a', size: 2 }]]);
    subscription.close();
    expect(names()).toContain('thing/a');
    other.subscription.close();
    expect(names()).not.toContain('thing/a');
  });

  it('has its first reader read again, because nobody watched since that reader read', async () => {
    const { put, listen, hub } = rig();
    const since = hub.position();
    put('a', 1);
    const first = await listen(['thing/a'], { since });
    expect(first.read()).toMatchObject([{ event: 'reset', data: { topic: 'thing/a', reason: 'gap' } }]);
    const second = await listen(['thing/a'], { since: hub.position() });
    expect(second.read()).toEqual([]);
  });

  it('ends when its only reader may no longer see it', async () => {
    const { clock, listen, hub } = rig();
    let allowed = ['thing/a', 'sum'];
    await listen(['thing/a', 'sum'], { authorise: async (asked) => asked.filter((name) => allowed.includes(name)) });
    allowed = ['sum'];
    await clock.advance(60_000);
    expect(hub.counts().topics.map(({ name }) => name)).not.toContain('thing/a');
    expect(hub.counts().subscribers).toBe(1);
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

  it.each(['things', 'sum'])(
    'a page read between a change and the way back is told of the way back, in %s',
    async (topic) => {
      const { clock, hub, put, listen } = rig();
      await listen([topic]);
      put('a', 1);
      await clock.advance(300);
      const since = hub.position();
      // What is read here is 2.
      put('a', 2);
      put('a', 1);
      const page = await listen([topic], { since, sessionId: 's2' });
      await clock.advance(300);
      expect(page.read().flatMap(({ data }) => data.upsert)).toMatchObject([{ size: 1 }]);
    },
  );

  it('what changed and changed back is not told while nobody read', async () => {
    const { clock, put, listen } = rig();
    const { read } = await listen(['things', 'sum']);
    put('a', 1);
    await clock.advance(10_000);
    read();
    put('a', 2);
    put('a', 1);
    await clock.advance(300);
    expect(read()).toEqual([]);
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

it('a hub that is closed ends its streams and takes no new ones, which would keep the process from ending', async () => {
  const { hub, listen } = rig();
  const { subscription } = await listen(['things']);
  hub.close();
  expect(subscription.isClosed).toBe(true);
  await expect(listen(['things'])).rejects.toMatchObject({ code: 'unavailable' });
});

it.each<[string, PortalErrorCode, (hub: ReturnType<typeof rig>['hub']) => unknown]>([
  ['the hub is closed', 'unavailable', (hub) => hub.close()],
  ['its session ends', 'not-signed-in', (hub) => hub.closeSession('s1')],
])('a stream is not admitted when %s while it is asked what it may read', async (_, code, end) => {
  const { hub, listen } = rig();
  let answer: (topics: readonly string[]) => void = () => undefined;
  const asked = listen(['things'], { authorise: () => new Promise((resolve) => (answer = resolve)) });
  const other = listen(['things'], { sessionId: 's2' });
  end(hub);
  answer(['things']);
  await expect(asked).rejects.toMatchObject({ code });
  expect(hub.counts().subscribers).toBe(code === 'unavailable' ? 0 : 1);
  await (code === 'unavailable' ? expect(other).rejects.toMatchObject({ code }) : other);
});

it('a session that ended and is there again may listen', async () => {
  const { hub, listen } = rig();
  hub.closeSession('s1');
  expect((await listen(['things'])).subscription.isClosed).toBe(false);
});
