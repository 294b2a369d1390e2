import { createServer, type IncomingMessage } from 'node:http';
import { listen } from './listen.ts';

/** What a hostile system answers, made from the address that it wants the portal to go to. */
export type HostileAnswer = { status?: number; headers?: Record<string, string>; body?: unknown };

export type HostileServer = {
  url: string;
  host: string;
  answer: (request: IncomingMessage) => HostileAnswer | Promise<HostileAnswer>;
  requests: number;
  close(): void;
};

/** A forge, cluster or model server that somebody has taken over. */
export async function startHostileServer(): Promise<HostileServer> {
  const server = createServer(async (request, response) => {
    hostile.requests += 1;
    const { status = 200, headers = {}, body = {} } = await hostile.answer(request);
    if (status === 101) {
      response.socket?.end('HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n');
      return;
    }
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  });
  const { url, port, close } = await listen(server);
  const hostile: HostileServer = {
    url,
    host: `127.0.0.1:${port}`,
    answer: () => ({}),
    requests: 0,
    close,
  };
  return hostile;
}

/** A copy of what a server said in which every address is another one. */
export function withAddresses(value: unknown, next: () => string): unknown {
  if (Array.isArray(value)) {
    return value.map((one) => withAddresses(one, next));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        /url|_link|^self$/.test(key) ? next() : withAddresses(inner, next),
      ]),
    );
  }
  return value;
}
