import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { listen } from './net/listen.ts';

/** `token` is the one in its authorization. */
export type ProxyRequest = { method: string; path: string; token: string };
export type ProxyAnswer = {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** What becomes of it on the way: `half` of it comes and no more, `cut` half of it and then the connection ends. */
  delivery?: 'whole' | 'half' | 'cut';
};
/** Instead of an answer: the connection ends, or nothing ever comes. */
export type NoAnswer = 'reset' | 'hang';

/** Stands between a client and a server: may answer itself, let the server do it and lose its answer, or change that. */
export type Meddle = (asked: ProxyRequest, forward: () => Promise<ProxyAnswer>) => Promise<ProxyAnswer | NoAnswer>;

export type TestProxy = {
  url: string;
  meddle(next: Meddle): void;
  /** Everything that was asked for since the start, in order. */
  asked: ProxyRequest[];
  close(): Promise<void>;
};

/** A proxy on loopback that forwards everything until told otherwise. */
export async function startProxy(target: string): Promise<TestProxy> {
  let current: Meddle = (_, forward) => forward();
  const asked: ProxyRequest[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const body = await readAll(incoming);
    const one = { method: incoming.method ?? 'GET', path: incoming.url ?? '/', token: tokenOf(incoming) };
    asked.push(one);
    try {
      deliver(outgoing, await current(one, () => forward(target, incoming, body)));
    } catch {
      // The server behind is not there: so it looks from in front, too.
      outgoing.socket?.destroy();
    }
  });
  const { url } = await listen(server);
  return {
    url,
    meddle(next) {
      current = next;
    },
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function tokenOf({ headers }: IncomingMessage): string {
  return headers.authorization?.replace(/^Bearer /, '') ?? '';
}

function forward(target: string, incoming: IncomingMessage, body: Buffer): Promise<ProxyAnswer> {
  return new Promise((resolve, reject) => {
    const { host: _, ...headers } = incoming.headers;
    // As it came: a URL object would mend what GitLab tells apart, such as %2F.
    const { hostname, port } = new URL(target);
    const sent = request({ hostname, port, path: incoming.url, method: incoming.method, headers }, async (answer) => {
      const text = (await readAll(answer)).toString('utf8');
      const { 'transfer-encoding': __, 'content-length': ___, connection: ____, ...rest } = answer.headers;
      resolve({ status: answer.statusCode ?? 0, headers: rest as Record<string, string>, body: text });
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

function deliver(outgoing: ServerResponse, answer: ProxyAnswer | NoAnswer): void {
  if (answer === 'hang') {
    return;
  }
  if (answer === 'reset') {
    outgoing.socket?.destroy();
    return;
  }
  const { status, headers, body, delivery = 'whole' } = answer;
  const bytes = Buffer.from(body);
  outgoing.writeHead(status, { ...headers, 'content-length': bytes.length });
  if (delivery === 'whole') {
    outgoing.end(bytes);
    return;
  }
  outgoing.write(bytes.subarray(0, bytes.length / 2), () => {
    if (delivery === 'cut') {
      outgoing.socket?.destroy();
    }
  });
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
