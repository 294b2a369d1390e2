import type { Subscription } from './subscriber.ts';

/** What every live stream says of itself. */
export const LIVE_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  // Proxies must neither keep it nor hold it back: compression would wait for more to compress.
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

/**
 * A subscription as the answer of a route handler. Nothing is taken from the subscription before the connection can
 * carry it, so what a slow reader costs stays within the subscription's own limit. It ends when the reader goes away,
 * however that shows: by the request's signal or by the stream being cancelled.
 */
export function createLiveResponse(subscription: Subscription, signal: AbortSignal): Response {
  return new Response(createLiveStream(subscription, signal), { headers: LIVE_HEADERS });
}

export function createLiveStream(subscription: Subscription, signal: AbortSignal): ReadableStream<Uint8Array> {
  const close = () => subscription.close();
  if (signal.aborted) {
    close();
  }
  signal.addEventListener('abort', close, { once: true });
  const finish = () => {
    signal.removeEventListener('abort', close);
    close();
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const bytes = await nextBytes(subscription);
        if (bytes === null) {
          finish();
          controller.close();
        } else {
          controller.enqueue(bytes);
        }
      },
      cancel: finish,
    },
    // Asked for only when somebody reads: the queue is the subscription's, which knows what to do when it is full.
    { highWaterMark: 0 },
  );
}

/** What there is to send, as soon as there is any; null at the end. */
function nextBytes(subscription: Subscription): Promise<Uint8Array | null> {
  return new Promise((resolve) => {
    const attempt = () => {
      const bytes = subscription.take();
      if (bytes !== null || subscription.isClosed) {
        subscription.onReady(() => undefined);
        resolve(bytes);
      }
    };
    subscription.onReady(attempt);
    attempt();
  });
}
