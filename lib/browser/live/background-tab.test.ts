import { expect, it } from 'vitest';
import { createLiveClient } from './live-client.ts';
import { FakeEventSource } from './testing/fake-event-source.ts';
import { createFakeTimers } from './testing/fake-timers.ts';
import { createTabTimers } from './testing/tab-timers.ts';

const MINUTE = 60_000;

/** A tab that follows one topic, and a server that sends beats and deltas to it for as long as it is told to. */
async function openTab() {
  FakeEventSource.opened = [];
  const time = createFakeTimers();
  const timers = createTabTimers(time);
  const client = createLiveClient({ url: '/live', EventSourceImpl: FakeEventSource, timers, random: () => 0.5 });
  const versions: number[] = [];
  const states: string[] = [];
  client.follow('things', 'e1.0', {
    onDeltas: (deltas) => versions.push(...deltas.map(({ delta }) => delta.version)),
    onReset: (reason) => states.push(reason),
  });
  client.onStatus(() => states.push(client.status.state));
  time.advance(0);
  let version = 0;
  /** Events arrive whether the tab is hidden or not; only its timers are held back. */
  const hear = (ms: number) => {
    for (let passed = 0; passed < ms; passed += 2500) {
      version += 1;
      FakeEventSource.last.delta(version, 'things', []);
      time.advance(2500);
    }
  };
  return { time, timers, client, versions, states, hear, version: () => version };
}

it('a tab in the background for ten minutes stays live and misses nothing', async () => {
  const { time, timers, client, versions, states, hear, version } = await openTab();
  hear(5000);
  timers.hide();
  hear(10 * MINUTE);
  timers.show();
  client.check();
  time.advance(100);
  expect(states).toEqual(['connecting', 'live']);
  expect(FakeEventSource.opened).toHaveLength(1);
  expect(versions).toEqual(Array.from({ length: version() }, (_, index) => index + 1));
});

it('a tab whose line dies in the background says so as soon as it is shown, and opens the line at once', async () => {
  const { time, timers, client, hear, version } = await openTab();
  hear(5000);
  const heardAt = time.now() - 2500;
  timers.hide();
  time.advance(10 * MINUTE - 7000);
  const before = FakeEventSource.opened.length;
  timers.show();
  // `visibilitychange`, `pageshow` and `focus` come together.
  client.check();
  client.check();
  expect(client.status).toEqual({ state: 'stale', since: heardAt });
  expect(FakeEventSource.opened.length).toBe(before + 1);
  expect(new URL(FakeEventSource.last.url, 'http://portal').searchParams.get('topic')).toBe(`things@e1.${version()}`);
  FakeEventSource.last.beat(version());
  expect(client.status.state).toBe('live');
});

it('a tab that was frozen says at the moment it is shown that its line is not known to live', async () => {
  const { time, client, hear } = await openTab();
  hear(5000);
  // No timer runs in a frozen tab, so nobody has looked at the line.
  time.sleep(10 * MINUTE);
  client.check();
  expect(client.status.state).toBe('stale');
  FakeEventSource.last.beat(9);
  expect(client.status.state).toBe('live');
});
