import { expect, it } from 'vitest';
import { createNetworkTally } from './network-tally.ts';

const asked = (requestId: string, type: string, url = `http://portal/${requestId}`, timestamp = 1) =>
  ({ name: 'requestWillBeSent', requestId, type, request: { url }, timestamp }) as const;
const ended = (requestId: string, encodedDataLength: number) =>
  ({ name: 'loadingFinished', requestId, encodedDataLength }) as const;

it('adds up requests and bytes, and knows scripts from the rest', () => {
  const tally = createNetworkTally();
  tally.take(asked('page', 'Document'));
  tally.take(asked('a', 'Script'));
  tally.take(asked('b', 'Script'));
  tally.take(asked('picture', 'Image', 'data:image/png;base64,AA=='));
  tally.take(ended('page', 4000));
  tally.take(ended('a', 1000));
  tally.take(ended('b', 500));
  tally.take(ended('picture', 70));
  expect(tally.totals()).toEqual({
    requests: 3,
    scripts: [
      { url: 'http://portal/a', bytes: 1000 },
      { url: 'http://portal/b', bytes: 500 },
    ],
    bytes: 5500,
    liveMs: null,
  });
});

it('counts a redirect as one request', () => {
  const tally = createNetworkTally();
  tally.take(asked('page', 'Document', 'http://portal/'));
  tally.take(asked('page', 'Document', 'http://portal/sign-in'));
  expect(tally.totals().requests).toBe(1);
});

it('is live with the first word of the stream, which never ends', () => {
  const tally = createNetworkTally();
  tally.take(asked('page', 'Document', 'http://portal/', 10));
  tally.take(asked('live', 'EventSource', 'http://portal/api/live', 10.2));
  tally.take({ name: 'eventSourceMessageReceived', requestId: 'live', timestamp: 10.25 });
  tally.take({ name: 'eventSourceMessageReceived', requestId: 'live', timestamp: 12.75 });
  expect(tally.totals().liveMs).toBeCloseTo(250);
});
