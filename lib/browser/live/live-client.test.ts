import { beforeEach, describe, expect, it } from 'vitest';
import { createLiveClient } from './live-client.ts';
import { FakeEventSource } from './testing/fake-event-source.ts';
import { createFakeTimers } from './testing/fake-timers.ts';

let timers = createFakeTimers();

beforeEach(() => {
  FakeEventSource.opened = [];
  timers = createFakeTimers();
});

/** The line is opened for all that joins in one go, and what was missed is told. */
const settle = async () => {
  timers.advance(0);
  await Promise.resolve();
};

function rig() {
  const client = createLiveClient({ url: '/api/live', EventSourceImpl: FakeEventSource, timers, random: () => 1 });
  const follow = (topic: string, since: string) => {
    const versions: number[] = [];
    const resets: string[] = [];
    const stop = client.follow(topic, since, {
      onDeltas: (deltas) => versions.push(...deltas.map(({ delta }) => delta.version)),
      onReset: (reason) => resets.push(reason),
    });
    return { versions, resets, stop };
  };
  return { client, follow };
}

const addressOf = (source: FakeEventSource) => decodeURIComponent(source.url);

describe('one line for a tab', () => {
  it('carries every topic of a page, each from where its data stands', async () => {
    const { follow } = rig();
    follow('applications', 'e1.5');
    follow('sources', 'e1.7');
    follow('applications', 'e1.5');
    await settle();
    expect(FakeEventSource.opened.map(addressOf)).toEqual(['/api/live?topic=applications@e1.5&topic=sources@e1.7']);
  });

  it('is opened once for parts of a page that come up in tasks of their own', async () => {
    const { follow } = rig();
    follow('sources', 'e1.6');
    await new Promise((resolve) => setImmediate(resolve));
    follow('applications', 'e1.5');
    await new Promise((resolve) => setImmediate(resolve));
    expect(FakeEventSource.opened).toEqual([]);
    await settle();
    expect(FakeEventSource.opened.map(addressOf)).toEqual(['/api/live?topic=sources@e1.6&topic=applications@e1.5']);
  });

  it('that was not opened yet is not when nobody wants it any more', () => {
    const { follow, client } = rig();
    follow('sources', 'e1.6');
    client.close();
    timers.advance(60_000);
    expect([FakeEventSource.opened.length, timers.pending, client.status.state]).toEqual([0, 0, 'idle']);
  });

  it('that is open takes another topic in before it hears anything more', async () => {
    const { follow } = rig();
    follow('sources', 'e1.6');
    await settle();
    follow('applications', 'e1.5');
    await Promise.resolve();
    expect(FakeEventSource.opened.map(({ isClosed }) => isClosed)).toEqual([true, false]);
  });

  it('opens anew for another topic, from where each topic is by then', async () => {
    const { follow } = rig();
    follow('applications', 'e1.5');
    await settle();
    FakeEventSource.last.delta(9, 'applications', []);
    follow('changes', 'e1.8');
    await settle();
    expect(FakeEventSource.opened.map(({ isClosed }) => isClosed)).toEqual([true, false]);
    expect(addressOf(FakeEventSource.last)).toBe('/api/live?topic=applications@e1.9&topic=changes@e1.8');
  });

  it('forgets a topic that nobody follows when it is opened anew, and closes when nobody follows any', async () => {
    const { follow, client } = rig();
    const first = follow('applications', 'e1.5');
    await settle();
    first.stop();
    const second = follow('changes', 'e1.5');
    await settle();
    expect(addressOf(FakeEventSource.last)).toBe('/api/live?topic=changes@e1.5');
    second.stop();
    timers.advance(9000);
    expect(FakeEventSource.last.isClosed).toBe(false);
    timers.advance(2000);
    expect(FakeEventSource.last.isClosed).toBe(true);
    expect(client.status.state).toBe('idle');
    expect(timers.pending).toBe(0);
  });
});

describe('parts of a page that were read one after the other', () => {
  it.each([
    ['6 and 5', 'e1.6', 'e1.5'],
    ['5 and 6', 'e1.5', 'e1.6'],
  ])('at %s share a line from the earlier place, and none is read again', async (_, frame, page) => {
    const { follow } = rig();
    const both = [follow('sources', frame), follow('sources', page)];
    await settle();
    expect(FakeEventSource.opened.map(addressOf)).toEqual(['/api/live?topic=sources@e1.5']);
    FakeEventSource.last.delta(6, 'sources', []);
    expect(both.map(({ versions, resets }) => [versions, resets])).toEqual([
      [[6], []],
      [[6], []],
    ]);
  });

  it('get a line from the earlier place also where it is open and nothing was told yet', async () => {
    const { follow } = rig();
    follow('sources', 'e1.6');
    await settle();
    FakeEventSource.last.beat(9);
    const page = follow('sources', 'e1.5');
    await settle();
    expect(FakeEventSource.opened.map(addressOf)).toEqual([
      '/api/live?topic=sources@e1.6',
      '/api/live?topic=sources@e1.5',
    ]);
    FakeEventSource.last.delta(6, 'sources', []);
    expect([page.versions, page.resets]).toEqual([[6], []]);
  });

  it.each([
    ['a delta', () => FakeEventSource.last.delta(7, 'sources', [])],
    ['a reset', () => FakeEventSource.last.reset(7, 'sources')],
  ])('are read again where the line has told %s already', async (_, tell) => {
    const { follow } = rig();
    follow('sources', 'e1.6');
    await settle();
    tell();
    const page = follow('sources', 'e1.5');
    await settle();
    expect([page.resets, FakeEventSource.opened.length]).toEqual([['gap'], 1]);
  });
});

describe('deltas', () => {
  it('reach every follower once, in order', async () => {
    const { follow } = rig();
    const a = follow('applications', 'e1.5');
    const b = follow('applications', 'e1.5');
    await settle();
    for (const version of [6, 6, 7, 5, 8]) {
      FakeEventSource.last.delta(version, 'applications', []);
    }
    timers.advance(100);
    expect([a.versions, b.versions]).toEqual([
      [6, 7, 8],
      [6, 7, 8],
    ]);
  });

  it('are delivered at once when it is quiet and together when it is not', async () => {
    const { follow } = rig();
    const { versions } = follow('applications', 'e1.5');
    await settle();
    FakeEventSource.last.delta(6, 'applications', []);
    expect(versions).toEqual([6]);
    FakeEventSource.last.delta(7, 'applications', []);
    FakeEventSource.last.delta(8, 'applications', []);
    expect(versions).toEqual([6]);
    timers.advance(60);
    expect(versions).toEqual([6, 7, 8]);
  });

  it('that arrived before a follower came are given to it from its place on', async () => {
    const { follow, client } = rig();
    follow('applications', 'e1.5');
    await settle();
    for (const version of [6, 7, 8]) {
      FakeEventSource.last.delta(version, 'applications', []);
    }
    const late = follow('applications', 'e1.6');
    await settle();
    expect(late.versions).toEqual([7, 8]);
    expect(client.deltasSince('applications', 'e1.7')?.map(({ delta }) => delta.version)).toEqual([8]);
    expect(client.deltasSince('applications', 'e1.99')).toEqual([]);
    expect(client.deltasSince('nobody', 'e1.1')).toEqual([]);
    expect(client.deltasSince('applications', 'e0.1')).toEqual([]);
    expect(client.deltasSince('applications', 'e1.1')).toBeNull();
  });

  it('that are no longer kept mean that the data must be read again', async () => {
    const { follow } = rig();
    follow('applications', 'e1.0');
    await settle();
    for (let version = 1; version <= 600; version += 1) {
      FakeEventSource.last.delta(version, 'applications', []);
    }
    timers.advance(100);
    const late = follow('applications', 'e1.50');
    await settle();
    expect(late.resets).toEqual(['gap']);
    const later = follow('applications', 'e1.500');
    await settle();
    expect([later.versions.length, later.resets]).toEqual([100, []]);
  });

  it('a reset is passed on, and what comes after it counts from there', async () => {
    const { follow, client } = rig();
    const { resets, versions } = follow('applications', 'e1.5');
    await settle();
    FakeEventSource.last.reset(20, 'applications');
    FakeEventSource.last.delta(21, 'applications', []);
    expect(resets).toEqual(['gap']);
    expect(versions).toEqual([21]);
    expect(client.deltasSince('applications', 'e1.19')).toBeNull();
    expect(client.deltasSince('applications', 'e1.20')).toHaveLength(1);
  });

  it('of another life of the server wait for its reset', async () => {
    const { follow } = rig();
    const { versions, resets } = follow('applications', 'e1.5');
    await settle();
    FakeEventSource.last.delta(6, 'applications', [], [], 'e2');
    expect(versions).toEqual([]);
    FakeEventSource.last.reset(6, 'applications', 'gap', 'e2');
    FakeEventSource.last.delta(7, 'applications', [], [], 'e2');
    expect([versions, resets]).toEqual([[7], ['gap']]);
  });

  it('data of another life of the server makes the line begin there', async () => {
    const { follow } = rig();
    follow('applications', 'e1.5');
    await settle();
    follow('applications', 'e2.3');
    await settle();
    expect(addressOf(FakeEventSource.last)).toBe('/api/live?topic=applications@e2.3');
  });
});

describe('the state of the line', () => {
  it('is live as soon as anything is heard', async () => {
    const { follow, client } = rig();
    const seen: string[] = [];
    client.onStatus(() => seen.push(client.status.state));
    follow('applications', 'e1.5');
    await settle();
    timers.advance(300);
    FakeEventSource.last.beat(5);
    expect(seen).toEqual(['connecting', 'live']);
  });

  it('is stale within five seconds of silence, since when it was last heard, and tries again', async () => {
    const { follow, client } = rig();
    follow('applications', 'e1.5');
    await settle();
    FakeEventSource.last.beat(5);
    const heardAt = timers.now();
    timers.advance(4100);
    expect(client.status.state).toBe('live');
    timers.advance(900);
    expect(client.status).toEqual({ state: 'stale', since: heardAt });
    expect(FakeEventSource.opened.length).toBe(2);
    FakeEventSource.last.beat(5);
    expect(client.status.state).toBe('live');
  });

  it('is reconnecting after a cut, and opens again within three seconds from where it was', async () => {
    const { follow, client } = rig();
    follow('applications', 'e1.5');
    await settle();
    FakeEventSource.last.beat(11);
    const cutAt = timers.now();
    FakeEventSource.last.fail();
    expect(client.status).toEqual({ state: 'reconnecting', since: cutAt });
    timers.advance(300);
    expect(addressOf(FakeEventSource.last)).toBe('/api/live?topic=applications@e1.11');
    for (let failure = 0; failure < 20; failure += 1) {
      const before = FakeEventSource.opened.length;
      FakeEventSource.last.fail();
      timers.advance(2001);
      expect(FakeEventSource.opened.length).toBe(before + 1);
    }
    expect(client.status.state).toBe('stale');
    FakeEventSource.last.beat(12);
    expect(client.status.state).toBe('live');
  });

  it('is right again soon after the machine slept', async () => {
    const { follow, client } = rig();
    follow('applications', 'e1.5');
    await settle();
    FakeEventSource.last.beat(5);
    timers.sleep(3_600_000);
    client.check();
    expect(FakeEventSource.opened.length).toBe(2);
    timers.advance(600);
    expect(client.status.state).toBe('stale');
    FakeEventSource.last.beat(9);
    expect(client.status.state).toBe('live');
    client.check();
    expect(FakeEventSource.opened.length).toBe(2);
  });

  it('does not care about a connection that was replaced', async () => {
    const { follow, client } = rig();
    follow('applications', 'e1.5');
    await settle();
    const old = FakeEventSource.last;
    follow('changes', 'e1.5');
    await settle();
    FakeEventSource.last.beat(5);
    old.isClosed = false;
    old.fail();
    old.delta(6, 'applications', []);
    expect([client.status.state, FakeEventSource.opened.length]).toEqual(['live', 2]);
  });

  it('leaves nothing running once closed', async () => {
    const { follow, client } = rig();
    follow('applications', 'e1.5');
    await settle();
    FakeEventSource.last.fail();
    client.close();
    timers.advance(60_000);
    expect([timers.pending, FakeEventSource.opened.length]).toEqual([0, 1]);
  });
});
