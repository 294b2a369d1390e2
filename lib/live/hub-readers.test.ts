import { describe, expect, it } from 'vitest';
import { parseEvents, createHubRig as rig } from '#lib/testing/hub-rig.ts';
import { createComputedTopic } from './computed-topic.ts';

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
    const { clock, put, others, listen, hub } = rig();
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
    put('b', 7);
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

  it('are made known to a topic: the first one that comes, and that the last one went', async () => {
    const { hub, listen, things } = rig();
    const told: string[] = [];
    const heard = () => {
      told.push('heard');
      return () => told.push('not heard');
    };
    hub.add(createComputedTopic({ name: 'eager', collections: [things], compute: () => [], heard }));
    const first = await listen(['eager', 'things']);
    const second = await listen(['eager']);
    first.subscription.close();
    expect(told).toEqual(['heard']);
    second.subscription.close();
    await listen(['eager']);
    hub.close();
    expect(told).toEqual(['heard', 'not heard', 'heard', 'not heard']);
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

  it('of a tab that comes back take the place of the stream it had, of nobody else`s', async () => {
    const { hub, listen } = rig();
    const others = await Promise.all([
      listen(['things']),
      listen(['things'], { tab: 'b' }),
      listen(['things'], { tab: 'a', sessionId: 's2' }),
    ]);
    for (let round = 0; round < 100; round += 1) {
      const { subscription } = await listen(['things'], { tab: 'a' });
      expect(subscription.isClosed).toBe(false);
    }
    expect(hub.counts().subscribers).toBe(4);
    expect(others.map(({ subscription }) => subscription.isClosed)).toEqual([false, false, false]);
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

  it('are asked for everybody although nobody answers for one, who is sent away after a minute', async () => {
    const { clock, listen } = rig();
    let isStuck = false;
    const stuck = await listen(['things'], {
      sessionId: 's2',
      authorise: (topics) => (isStuck ? new Promise(() => undefined) : Promise.resolve(topics)),
    });
    let allowed = ['things'];
    const other = await listen(['things'], { authorise: async () => allowed });
    isStuck = true;
    await clock.advance(6000);
    allowed = [];
    await clock.advance(5000);
    expect([stuck.subscription.isClosed, other.subscription.isClosed]).toEqual([false, true]);
    await clock.advance(62_000);
    expect(stuck.subscription.isClosed).toBe(true);
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
