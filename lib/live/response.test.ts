import { setImmediate as settle } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createLiveResponse, createLiveStream } from './response.ts';
import { createSubscriber } from './subscriber.ts';

function rig() {
  let closed = 0;
  const subscriber = createSubscriber({
    sessionId: 's',
    tab: null,
    topics: ['things'],
    authorise: async (topics) => topics,
    longestQueueBytes: 10,
    sayReset: () => Buffer.from('RESET'),
    onClose: () => {
      closed += 1;
    },
  });
  return { subscriber, closed: () => closed };
}

const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString();

describe('createLiveStream', () => {
  it('gives what waits in one piece, and then each piece as it comes', async () => {
    const { subscriber } = rig();
    subscriber.push(Buffer.from('a'));
    subscriber.push(Buffer.from('b'));
    const reader = createLiveStream(subscriber, new AbortController().signal).getReader();
    expect(text((await reader.read()).value)).toBe('ab');
    const next = reader.read();
    await settle();
    subscriber.push(Buffer.from('c'));
    expect(text((await next).value)).toBe('c');
  });

  it('takes nothing for a reader that does not read, so that the limit holds', async () => {
    const { subscriber } = rig();
    const stream = createLiveStream(subscriber, new AbortController().signal);
    for (let index = 0; index < 20; index += 1) {
      subscriber.push(Buffer.from('x'));
      await settle();
    }
    const reader = stream.getReader();
    expect(text((await reader.read()).value)).toBe('RESET');
    subscriber.push(Buffer.from('y'));
    expect(text((await reader.read()).value)).toBe('y');
  });

  it('gives the last words of a stream that is closed, and then ends', async () => {
    const { subscriber } = rig();
    subscriber.push(Buffer.from('bye'));
    subscriber.close();
    const reader = createLiveStream(subscriber, new AbortController().signal).getReader();
    expect(text((await reader.read()).value)).toBe('bye');
    expect((await reader.read()).done).toBe(true);
  });

  it('ends the subscription when the request is aborted, while it waits too', async () => {
    const { subscriber, closed } = rig();
    const leaving = new AbortController();
    const reader = createLiveStream(subscriber, leaving.signal).getReader();
    const waiting = reader.read();
    await settle();
    leaving.abort();
    expect((await waiting).done).toBe(true);
    expect(closed()).toBe(1);
  });

  it('ends the subscription when the stream is cancelled, and when it was aborted before it began', async () => {
    const cancelled = rig();
    await createLiveStream(cancelled.subscriber, new AbortController().signal).cancel();
    const early = rig();
    createLiveStream(early.subscriber, AbortSignal.abort());
    expect([cancelled.closed(), early.closed()]).toEqual([1, 1]);
  });

  it('tells proxies to pass everything on at once', () => {
    const { headers } = createLiveResponse(rig().subscriber, new AbortController().signal);
    expect(headers.get('content-type')).toContain('text/event-stream');
    expect(headers.get('cache-control')).toBe('no-cache, no-transform');
    expect(headers.get('x-accel-buffering')).toBe('no');
  });
});
