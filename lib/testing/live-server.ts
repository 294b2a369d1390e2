import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { createLiveResponse } from '#lib/live/response.ts';
import type { Subscription } from '#lib/live/subscriber.ts';
import { listen } from './net/listen.ts';

/** How a stream breaks: as it should end, by a reset, or by falling silent with the connection open. */
export type Cut = 'end' | 'reset' | 'silence';

/** One open live response, which can be broken at any byte. */
export type OpenStream = {
  /** Lets so many bytes more pass and then breaks. */
  cutAfter(bytes: number, how: Cut): void;
  readonly isOver: boolean;
};

export type LiveServer = {
  readonly url: string;
  readonly streams: ReadonlySet<OpenStream>;
  /** How many streams were opened so far. */
  readonly opened: number;
  /** Cuts every connection at once, as the end of the process does. */
  cutConnections(): void;
  close(): Promise<void>;
};

export type LiveServerOptions = {
  /** A subscription for `GET /live`; null answers 503. */
  subscribe(url: URL, request: IncomingMessage): Promise<Subscription | null>;
  /** What any other address answers, as JSON; null answers 503. */
  read?(url: URL): Promise<unknown>;
};

/** Live responses over real HTTP, as the portal's route gives them, with a way to break each of them. */
export async function startLiveServer({ subscribe, read }: LiveServerOptions): Promise<LiveServer> {
  const streams = new Set<OpenStream>();
  const sockets = new Set<Socket>();
  let opened = 0;
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://portal');
    if (url.pathname !== '/live') {
      answer(response, (await read?.(url)) ?? null);
      return;
    }
    const subscription = await subscribe(url, request);
    if (subscription === null) {
      answer(response, null);
      return;
    }
    opened += 1;
    const stream = createStream(response);
    streams.add(stream);
    response.once('close', () => streams.delete(stream));
    await stream.send(subscription);
  };
  const http = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  http.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const { url } = await listen(http);
  const cutConnections = () => {
    for (const socket of sockets) {
      socket.resetAndDestroy();
    }
  };
  return {
    url,
    streams,
    get opened() {
      return opened;
    },
    cutConnections,
    close: () =>
      new Promise((closed) => {
        http.close(() => closed());
        cutConnections();
      }),
  };
}

function answer(response: ServerResponse, body: unknown): void {
  response.writeHead(body === null ? 503 : 200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function createStream(response: ServerResponse): OpenStream & { send(subscription: Subscription): Promise<void> } {
  let left = Number.POSITIVE_INFINITY;
  let how: Cut = 'end';
  const finish = () => {
    if (how === 'end') {
      response.end();
    } else if (how === 'reset') {
      response.socket?.resetAndDestroy();
    }
  };
  return {
    cutAfter(bytes, next) {
      left = bytes;
      how = next;
    },
    get isOver() {
      return left <= 0 || response.destroyed;
    },
    async send(subscription) {
      const leaving = new AbortController();
      const closed = once(response, 'close').then(() => leaving.abort());
      const { body, headers } = createLiveResponse(subscription, leaving.signal);
      response.writeHead(200, Object.fromEntries(headers)).flushHeaders();
      for await (const bytes of body ?? []) {
        const passed = bytes.subarray(0, Math.max(0, left));
        left -= bytes.length;
        const isTaken = response.write(passed);
        if (left <= 0) {
          response.write('', finish);
          break;
        }
        if (!isTaken && !response.destroyed) {
          await Promise.race([once(response, 'drain'), closed]);
        }
      }
      if (left > 0) {
        response.end();
      }
    },
  };
}
