import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Server as HttpServer, IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Server, Socket } from 'node:net';
import { createTurns } from './one-by-one.ts';

/** Node tells here of each connection and of each request of every server in the process, before the server hears of it. */
const CONNECTED = 'net.server.socket';
const ASKED = 'http.server.request.start';

/** Node's own are a minute and five; nobody needs so long for what the portal takes, and each waiting request costs. */
const HEADERS_MS = 15_000;
const REQUEST_MS = 60_000;

/** Hears of a request before anybody answers it. */
export type Hearer = (request: IncomingMessage, response: ServerResponse) => void;
/** Answers a request, or gives false and leaves it alone. */
export type Answerer = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Stands before the HTTP servers of this process. Who came later is heard and asked later. */
export type FrontDoor = {
  hear(hearer: Hearer): void;
  /** Puts somebody before the listeners that the servers have. */
  answer(answerer: Answerer): void;
  /** The servers that were met so far. */
  readonly servers: ReadonlySet<HttpServer>;
  /** Leaves the servers as they were. */
  close(): void;
};

const isHttp = (server: Server): server is HttpServer => 'headersTimeout' in server;

/**
 * Next makes its server before it starts the portal, and hands out no way to it and no place for a listener beside its
 * own: so the servers are met at their first connection, or at the first request over one that was there already.
 */
export function openFrontDoor(): FrontDoor {
  const hearers: Hearer[] = [];
  const answerers: Answerer[] = [];
  const restore = new Map<HttpServer, () => void>();
  const enter: Answerer = (request, response) => {
    for (const hear of hearers) {
      hear(request, response);
    }
    return answerers.some((answer) => answer(request, response));
  };
  const meet = (server: HttpServer) => {
    if (!restore.has(server)) {
      server.headersTimeout = HEADERS_MS;
      server.requestTimeout = REQUEST_MS;
      restore.set(server, stepBefore(server, enter));
    }
  };
  const onConnection = (message: unknown) => {
    const { socket } = message as { socket: Socket & { server?: Server } };
    if (socket.server !== undefined && isHttp(socket.server)) {
      meet(socket.server);
    }
  };
  const onRequest = (message: unknown) => meet((message as { server: HttpServer }).server);
  subscribe(CONNECTED, onConnection);
  subscribe(ASKED, onRequest);
  return {
    hear: (hearer) => void hearers.push(hearer),
    answer: (answerer) => void answerers.push(answerer),
    get servers() {
      return new Set(restore.keys());
    },
    close() {
      unsubscribe(CONNECTED, onConnection);
      unsubscribe(ASKED, onRequest);
      for (const undo of restore.values()) {
        undo();
      }
    },
  };
}

/** Gives a way back. */
function stepBefore(server: HttpServer, answer: Answerer): () => void {
  const others = server.listeners('request') as RequestListener[];
  const inTurn = createTurns();
  const first: RequestListener = (request, response) =>
    inTurn(request, response, () => {
      if (!answer(request, response)) {
        for (const other of others) {
          other.call(server, request, response);
        }
      }
    });
  server.removeAllListeners('request');
  server.on('request', first);
  return () => {
    server.off('request', first);
    for (const other of others) {
      server.on('request', other);
    }
  };
}
