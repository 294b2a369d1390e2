import type { ServerResponse } from 'node:http';
import { LIVE_HEADERS } from './response.ts';
import type { Subscription } from './subscriber.ts';

/**
 * A subscription as the answer of Node's own server. Each piece is written when it comes; nothing is taken while the
 * connection is full, so what a slow reader costs stays within the subscription's own limit.
 */
export function serveSubscription(subscription: Subscription, response: ServerResponse): void {
  const write = () => {
    while (!response.writableNeedDrain) {
      const bytes = subscription.take();
      if (bytes === null) {
        break;
      }
      response.write(bytes);
    }
    if (subscription.isClosed && !response.writableNeedDrain) {
      response.end();
    }
  };
  if (response.destroyed) {
    subscription.close();
    return;
  }
  response.writeHead(200, LIVE_HEADERS);
  response.on('drain', write);
  response.on('close', () => subscription.close());
  subscription.onReady(write);
  write();
}
