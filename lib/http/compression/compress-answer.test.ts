import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { brotliDecompressSync, createBrotliDecompress, gunzipSync } from 'node:zlib';
import { afterEach, expect, it, vi } from 'vitest';
import { askRaw } from '#lib/testing/net/ask-raw.ts';
import { type Listening, listen } from '#lib/testing/net/listen.ts';
import { compressAnswer } from './compress-answer.ts';

const HTML = { 'content-type': 'text/html; charset=utf-8' };
const PAGE = '<p class="row">Wörter, die sich wiederholen</p>'.repeat(200);
const SOON = { timeout: 10_000, interval: 2 };
const UNPACK: Record<string, (bytes: Buffer) => Buffer> & { none: (bytes: Buffer) => Buffer } = {
  br: brotliDecompressSync,
  gzip: gunzipSync,
  none: (bytes) => bytes,
};

let server: Listening;
afterEach(() => server.close());

async function serve(listener: RequestListener): Promise<number> {
  server = await listen(
    createServer((message, response) => {
      compressAnswer(message, response);
      listener(message, response);
    }),
  );
  return server.port;
}

async function ask(port: number, encoding: string, method = 'GET') {
  const { status, headers, bytes } = await askRaw(port, '/', { method, headers: { 'accept-encoding': encoding } });
  const coding = headers['content-encoding'];
  const text = (UNPACK[coding ?? 'none'] ?? UNPACK.none)(bytes).toString();
  return { coding, text, headers, status, bytes: bytes.length };
}

it.each([
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip, deflate', 'gzip'],
  ['br;q=0.5, gzip', 'gzip'],
  ['br;q=0, gzip;q=0.1', 'gzip'],
  ['gzip;q=0', undefined],
  ['notbr', undefined],
  ['', undefined],
])('whoever takes "%s" gets %s', async (encoding, expected) => {
  const port = await serve((_, response) => response.writeHead(200, HTML).end(PAGE));
  const { coding, text, headers, bytes } = await ask(port, encoding);
  expect([coding, text]).toEqual([expected, PAGE]);
  expect(bytes).toBeLessThan(expected === undefined ? Number.POSITIVE_INFINITY : PAGE.length / 10);
  expect(headers.vary).toBe(expected === undefined ? undefined : 'accept-encoding');
});

it('takes any way that an answer is written in', async () => {
  const ways: RequestListener[] = [
    (_, response) => {
      response.setHeader('content-type', 'text/html').setHeader('content-length', PAGE.length * 2);
      response.end(PAGE);
    },
    (_, response) => {
      response.writeHead(200, 'Fine', HTML);
      response.write(PAGE.slice(0, 10));
      response.end(Buffer.from(PAGE.slice(10)), () => undefined);
    },
    (_, response) => {
      response.setHeader('content-type', 'text/html').flushHeaders();
      response.write(PAGE, 'utf8', () => response.end());
    },
  ];
  for (const way of ways) {
    const { coding, text, headers, status } = await ask(await serve(way), 'br');
    expect([coding, text, status, headers['content-length']]).toEqual(['br', PAGE, 200, undefined]);
    server.close();
  }
});

it.each<[string, RequestListener]>([
  ['is short', (_, response) => response.setHeader('content-type', 'text/html').end('short')],
  ['has no body', (_, response) => response.writeHead(304, HTML).end()],
  ['is packed already', (_, response) => response.writeHead(200, { ...HTML, 'content-encoding': 'zstd' }).end(PAGE)],
  [
    'is a stream of events',
    (_, response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).end(PAGE),
  ],
  ['is a font', (_, response) => response.writeHead(200, { 'content-type': 'font/woff2' }).end(PAGE)],
  [
    'may not be changed',
    (_, response) => response.writeHead(200, { ...HTML, 'cache-control': 'no-transform' }).end(PAGE),
  ],
  ['is a part', (_, response) => response.writeHead(206, { ...HTML, 'content-range': 'bytes 0-1/9' }).end(PAGE)],
  ['has raw headers', (_, response) => response.writeHead(200, ['content-type', 'text/html']).end(PAGE)],
])('leaves alone what %s', async (_, listener) => {
  const port = await serve(listener);
  const plain = await ask(port, 'identity');
  const asked = await ask(port, 'br, gzip');
  expect([asked.headers['content-encoding'], asked.bytes]).toEqual([plain.headers['content-encoding'], plain.bytes]);
});

it('says nothing of a coding to whoever asks for the head alone', async () => {
  const port = await serve((_, response) => response.writeHead(200, { ...HTML, 'content-length': 9000 }).end());
  const { headers } = await ask(port, 'br', 'HEAD');
  expect([headers['content-encoding'], headers['content-length']]).toEqual([undefined, '9000']);
});

it('marks an entity tag as one of the content, not of these bytes', async () => {
  const port = await serve((_, response) => response.writeHead(200, { ...HTML, etag: '"a"' }).end(PAGE));
  expect((await ask(port, 'br')).headers.etag).toBe('W/"a"');
  expect((await ask(port, '')).headers.etag).toBe('"a"');
});

it('sends what there is when told to, before the end is known', async () => {
  const heard = Promise.withResolvers<void>();
  const port = await serve(async (_, response) => {
    response.writeHead(200, HTML);
    response.write('the head of the page');
    (response as { flush?: () => void }).flush?.();
    await heard.promise;
    response.end(' and the rest');
  });
  const [answer] = (await once(
    get({ port, host: '127.0.0.1', headers: { 'accept-encoding': 'br' }, agent: false }),
    'response',
  )) as [IncomingMessage];
  let text = '';
  for await (const piece of answer.pipe(createBrotliDecompress())) {
    text += String(piece);
    heard.resolve();
  }
  expect(text).toBe('the head of the page and the rest');
});

it('waits for a reader who takes their time, and loses nothing', async () => {
  const long = randomBytes(24 * 1024 * 1024);
  const answers: ServerResponse[] = [];
  const waits: boolean[] = [];
  const port = await serve(async (_, response) => {
    answers.push(response);
    response.writeHead(200, HTML);
    for (let at = 0; at < long.length; at += 1024 * 1024) {
      const isFull = !response.write(long.subarray(at, at + 1024 * 1024));
      waits.push(isFull);
      if (isFull) {
        await once(response, 'drain');
      }
    }
    response.end();
  });
  const asking = get({ port, host: '127.0.0.1', headers: { 'accept-encoding': 'gzip' }, agent: false });
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  await vi.waitFor(() => expect(answers[0]?.writableNeedDrain).toBe(true), SOON);
  expect(waits.length).toBeLessThan(24);
  const bytes = Buffer.concat(await Array.fromAsync(answer as AsyncIterable<Buffer>));
  expect(gunzipSync(bytes).equals(long)).toBe(true);
  expect(waits).toContain(true);
});

it('packs nothing more for a reader who went away', async () => {
  const closed = Promise.withResolvers<void>();
  const written = Promise.withResolvers<unknown>();
  const port = await serve(async (_, response) => {
    response.on('close', closed.resolve);
    response.writeHead(200, HTML).write(PAGE);
    (response as { flush?: () => void }).flush?.();
    await closed.promise;
    // What is still written by somebody who does not know yet.
    response.write(PAGE, written.resolve);
    response.end();
  });
  const asking = get({ port, host: '127.0.0.1', headers: { 'accept-encoding': 'br' }, agent: false });
  asking.on('error', () => undefined); // It is cut on purpose.
  await once(asking, 'response');
  asking.destroy();
  expect(await written.promise).toMatchObject({ code: 'ERR_STREAM_DESTROYED' });
});
