import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { FaultRule, FaultSwitches, SandboxServer } from '../faults.ts';
import { applyFault } from './apply-fault.ts';
import { trackConnections } from './reset-connection.ts';
import { findRoute, type Reply, type RequestContext, type Route } from './router.ts';

export type HttpServerOptions = {
  /** Which of the servers it is for the fault switches; without it no fault strikes (the control server). */
  name?: SandboxServer;
  routes: readonly Route[];
  faults?: FaultSwitches;
  /** 0 takes a free one. */
  port: number;
  /** Run before every handler; a reply ends the request there (authentication, rate limits). */
  before?: (context: RequestContext) => Promise<Reply | undefined> | Reply | undefined;
  notFound: (context: RequestContext) => Reply;
  methodNotAllowed?: (context: RequestContext) => Reply;
  /** Serves HTTPS with this certificate instead of plain HTTP; both PEM. */
  tls?: { key: string; cert: string };
  /** What a status that was switched on as a fault says, in this server's form of errors. */
  statusBody?: (status: number, message?: string) => unknown;
  /** What an error in a handler looks like to the caller. */
  onError: (error: unknown, context: RequestContext) => Reply;
};

export type RunningServer = { url: string; port: number; close(): Promise<void> };

/** Starts one of the sandbox's servers on loopback. */
export async function startHttpServer(options: HttpServerOptions): Promise<RunningServer> {
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    void answer(options, request, response);
  };
  const server: Server = options.tls === undefined ? createServer(listener) : createTlsServer(options.tls, listener);
  server.keepAliveTimeout = 30_000;
  trackConnections(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const scheme = options.tls === undefined ? 'http' : 'https';
  return { url: `${scheme}://127.0.0.1:${port}`, port, close: () => closeServer(server) };
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function answer(options: HttpServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const context = contextOf(request, response);
  const fault = (afterEffect: boolean) => takeFault(options, context, afterEffect);
  const early = fault(false);
  if (early !== null && (await applyFault(early, request, response, options.statusBody)) === 'answered') {
    return;
  }
  const reply = await handle(options, context);
  // An answer that a handler has begun to write itself can no longer be replaced.
  const late = response.headersSent ? null : fault(true);
  if (late !== null && (await applyFault(late, request, response, options.statusBody)) === 'answered') {
    return;
  }
  if (reply !== undefined) {
    // What is still to come of a body that nobody reads would stand in the way of the connection's next request.
    response.shouldKeepAlive &&= request.complete;
    send(response, reply);
  }
}

function takeFault(options: HttpServerOptions, context: RequestContext, afterEffect: boolean): FaultRule | null {
  const { name, faults } = options;
  if (name === undefined || faults === undefined) {
    return null;
  }
  const { method, request } = context;
  return faults.take({ server: name, method, path: request.url ?? '', watch: false, afterEffect });
}

async function handle(options: HttpServerOptions, context: RequestContext): Promise<Reply | undefined> {
  try {
    const match = findRoute(options.routes, context.method, context.path);
    if (match === null) {
      return options.notFound(context);
    }
    if (match === 'method-not-allowed') {
      return (options.methodNotAllowed ?? options.notFound)(context);
    }
    context.params = match.params;
    return (await options.before?.(context)) ?? (await match.handler(context));
  } catch (error) {
    return options.onError(error, context);
  }
}

function contextOf(request: IncomingMessage, response: ServerResponse): RequestContext {
  const url = request.url ?? '/';
  const mark = url.indexOf('?');
  const [path, query] = mark === -1 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
  const readBody = (limitBytes = 32 * 1024 * 1024) => readAll(request, limitBytes);
  return {
    method: request.method ?? 'GET',
    path,
    params: {},
    query: new URLSearchParams(query),
    request,
    response,
    readBody,
    readFields: async () => {
      const body = await readBody();
      if (body.length === 0) {
        return {};
      }
      const type = request.headers['content-type'] ?? '';
      return type.includes('application/json')
        ? (JSON.parse(body.toString('utf8')) as Record<string, unknown>)
        : Object.fromEntries(new URLSearchParams(body.toString('utf8')));
    },
  };
}

async function readAll(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limitBytes) {
      throw new RangeError(`request body is larger than ${limitBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Writes a reply that a handler gave back. */
export function send(response: ServerResponse, reply: Reply): void {
  const { body } = reply;
  const raw = body === undefined || typeof body === 'string' || Buffer.isBuffer(body);
  const payload = raw ? (body ?? '') : JSON.stringify(body);
  response.writeHead(reply.status ?? 200, {
    ...(raw ? {} : { 'content-type': 'application/json' }),
    'content-length': String(Buffer.byteLength(payload)),
    ...reply.headers,
  });
  response.end(payload);
}
