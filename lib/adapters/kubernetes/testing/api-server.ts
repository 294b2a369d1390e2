import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Clock } from '#lib/ports/clock.ts';
import { createHistory, type History, type ThingEvent } from './history.ts';

export type TestRequest = {
  kind: 'list' | 'watch' | 'other';
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  /** By the clock of the test. */
  at: number;
};

export type OpenWatch = {
  response: ServerResponse;
  send(event: { type: string; object: unknown }): void;
  /** Keeps the connection and says nothing more on it. */
  mute(): void;
};

/** A private key and its certificate, PEM. */
export type ServerCertificate = { key: string; cert: string };

/** Answers instead of the server where it gives true. */
export type Intercept = (request: TestRequest, response: ServerResponse) => boolean;

/** A server of one kind that can be told to fail in any way; nothing of it is shared with the sandbox. */
export type TestApiServer = {
  readonly url: string;
  readonly history: History;
  readonly requests: TestRequest[];
  readonly watches: ReadonlySet<OpenWatch>;
  readonly sockets: ReadonlySet<Socket>;
  pageSize: number;
  intercept: Intercept;
  put(name: string, size: unknown): void;
  delete(name: string): void;
  /** Resets every connection, and listens all the same. */
  cutConnections(): void;
  /** Shows another certificate from the next connection on. */
  showCertificate(certificate: ServerCertificate): void;
  /** Stops listening and cuts every connection. */
  down(): Promise<void>;
  /** Listens again where it did. */
  up(): Promise<void>;
};

const NOBODY: Intercept = () => false;

/** @param certificate speaks TLS with it; without it, plain HTTP */
export async function startTestApiServer(clock: Clock, certificate?: ServerCertificate): Promise<TestApiServer> {
  const history = createHistory();
  const requests: TestRequest[] = [];
  const watches = new Set<OpenWatch>();
  const sockets = new Set<Socket>();
  const onRequest: RequestListener = (request, response) => {
    const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://server');
    const isThings = pathname === '/apis/test.example/v1/things';
    const kind = !isThings ? 'other' : query.has('watch') ? 'watch' : 'list';
    const seen: TestRequest = { kind, path: pathname, query, headers: request.headers, at: clock.now() };
    requests.push(seen);
    if (server.intercept(seen, response)) {
      return;
    }
    if (kind === 'list') {
      list(server, query, response);
    } else if (kind === 'watch') {
      watch({ server, clock, watches }, query, response);
    } else {
      answer(response, pathname === '/version' ? 200 : 404, { major: '1', minor: '35' });
    }
  };
  const tls = certificate === undefined ? null : createTlsServer(certificate, onRequest);
  const http = tls ?? createServer(onRequest);
  http.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const listen = (port: number) => new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = http.address() as AddressInfo;
  const tell = (event: ThingEvent) => {
    for (const open of watches) {
      open.send(event);
    }
  };
  const cutConnections = () => {
    for (const socket of sockets) {
      socket.resetAndDestroy();
    }
  };
  const server: TestApiServer = {
    url: `${tls === null ? 'http' : 'https'}://127.0.0.1:${port}`,
    history,
    requests,
    watches,
    sockets,
    pageSize: 500,
    intercept: NOBODY,
    put: (name, size) => tell(history.put(name, size)),
    delete: (name) => tell(history.delete(name)),
    cutConnections,
    showCertificate: (next) => tls?.setSecureContext(next),
    down: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        cutConnections();
      }),
    up: () => listen(port),
  };
  return server;
}

export function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** Custom resources have their metadata after the items. */
function list(server: TestApiServer, query: URLSearchParams, response: ServerResponse): void {
  const [start = '0', version = String(server.history.version)] = (query.get('continue') ?? '')
    .split('@')
    .filter(Boolean);
  const from = Number(start);
  const size = query.has('limit') ? Math.min(server.pageSize, Number(query.get('limit'))) : Number.POSITIVE_INFINITY;
  const things = server.history.list();
  const next = from + size < things.length ? `${from + size}@${version}` : '';
  const metadata = { resourceVersion: version, ...(next === '' ? {} : { continue: next }) };
  answer(response, 200, {
    apiVersion: 'test.example/v1',
    items: things.slice(from, from + size),
    kind: 'ThingList',
    metadata,
  });
}

function watch(
  { server, clock, watches }: { server: TestApiServer; clock: Clock; watches: Set<OpenWatch> },
  query: URLSearchParams,
  response: ServerResponse,
): void {
  const stopping = new AbortController();
  let isMuted = false;
  const open: OpenWatch = {
    response,
    send: (event) => !isMuted && response.write(`${JSON.stringify(event)}\n`),
    mute: () => {
      isMuted = true;
      stopping.abort();
    },
  };
  response.writeHead(200, { 'content-type': 'application/json' });
  response.flushHeaders();
  watches.add(open);
  response.once('close', () => {
    watches.delete(open);
    stopping.abort();
  });
  for (const event of server.history.since(Number(query.get('resourceVersion')))) {
    open.send(event);
  }
  const lastMs = Number(query.get('timeoutSeconds')) * 1000;
  void endInTime(server, clock, open, { lastMs, signal: stopping.signal });
}

/** As the real one does: a bookmark two seconds before the end of the watch. */
async function endInTime(
  server: TestApiServer,
  clock: Clock,
  open: OpenWatch,
  { lastMs, signal }: { lastMs: number; signal: AbortSignal },
): Promise<void> {
  try {
    await clock.sleep(lastMs - 2000, signal);
    const metadata = { resourceVersion: String(server.history.version) };
    open.send({ type: 'BOOKMARK', object: { kind: 'Thing', apiVersion: 'test.example/v1', metadata } });
    await clock.sleep(2000, signal);
    open.response.end();
  } catch (error) {
    if (!signal.aborted) {
      throw error;
    }
  }
}
