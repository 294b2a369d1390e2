import { expect, it } from 'vitest';
import { createNetworkTally } from './network-tally.ts';

const asked = (requestId: string, type: string, url = `http://portal/${requestId}`, timestamp = 1) =>
  ({ name: 'requestWillBeSent', requestId, type, request: { url }, timestamp }) as const;
const ended = (requestId: string, encodedDataLength: number, timestamp = 2) =>
  ({ name: 'loadingFinished', requestId, encodedDataLength, timestamp }) as const;

it('knows of each request what it is, how many bytes it took and when it ended', () => {
  const tally = createNetworkTally();
  tally.take(asked('page', 'Document'));
  tally.take(asked('a', 'Script'));
  tally.take(asked('b', 'Fetch'));
  tally.take(asked('picture', 'Image', 'data:image/png;base64,AA=='));
  tally.take(ended('page', 4000, 1.25));
  tally.take(ended('a', 1000, 1.5));
  tally.take(ended('picture', 70));
  expect(tally.totals()).toEqual({
    resources: [
      { url: 'http://portal/page', type: 'Document', bytes: 4000, endedMs: 250 },
      { url: 'http://portal/a', type: 'Script', bytes: 1000, endedMs: 500 },
      { url: 'http://portal/b', type: 'Fetch', bytes: 0, endedMs: null },
    ],
    liveMs: null,
  });
});

it('counts a redirect as one request', () => {
  const tally = createNetworkTally();
  tally.take(asked('page', 'Document', 'http://portal/'));
  tally.take(asked('page', 'Document', 'http://portal/sign-in'));
  expect(tally.totals().resources).toHaveLength(1);
});

it('is live with the first word of the stream, which never ends', () => {
  const tally = createNetworkTally();
  tally.take(asked('page', 'Document', 'http://portal/', 10));
  tally.take(asked('live', 'EventSource', 'http://portal/api/live', 10.2));
  tally.take({ name: 'eventSourceMessageReceived', requestId: 'live', timestamp: 10.25 });
  tally.take({ name: 'eventSourceMessageReceived', requestId: 'live', timestamp: 12.75 });
  expect(tally.totals().liveMs).toBeCloseTo(250);
});
