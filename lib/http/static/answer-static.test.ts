import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { askRaw } from '#lib/testing/net/ask-raw.ts';
import { type Listening, listen } from '#lib/testing/net/listen.ts';
import { STRICT_HEADERS } from '../strict-headers.ts';
import { createStaticAnswer } from './answer-static.ts';
import { packStatic } from './pack-static.ts';

const SCRIPT = 'console.log("something that is said again and again");'.repeat(100);
let dir: string;
let server: Listening;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'portolan-static-'));
  const from = join(dir, 'static');
  mkdirSync(join(from, 'chunks'), { recursive: true });
  writeFileSync(join(from, 'chunks/a.js'), SCRIPT);
  writeFileSync(join(from, 'chunks/a.css'), SCRIPT);
  writeFileSync(join(from, 'chunks/short.js'), 'short');
  writeFileSync(join(from, 'font.woff2'), SCRIPT);
  packStatic(from, join(dir, 'packed'));
  writeFileSync(join(dir, 'secret.js.br'), 'secret');
  const answer = createStaticAnswer(join(dir, 'packed'));
  server = await listen(
    createServer((message, response) => {
      if (!answer(message, response)) {
        response.writeHead(418).end();
      }
    }),
  );
});
afterAll(() => {
  server.close();
  rmSync(dir, { recursive: true });
});

const ask = (path: string, headers: Record<string, string> = { 'accept-encoding': 'br' }, method = 'GET') =>
  askRaw(server.port, path, { method, headers });

it('gives what a reader takes, to be kept for good', async () => {
  const br = await ask('/_next/static/chunks/a.js', { 'accept-encoding': 'gzip, br' });
  expect(br.headers).toMatchObject({
    ...STRICT_HEADERS,
    'content-type': 'application/javascript; charset=UTF-8',
    'content-encoding': 'br',
    'content-length': String(br.bytes.length),
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'accept-encoding',
  });
  expect(brotliDecompressSync(br.bytes).toString()).toBe(SCRIPT);
  const gzip = await ask('/_next/static/chunks/a.css?v=1', { 'accept-encoding': 'gzip' });
  expect(gzip.headers).toMatchObject({ 'content-type': 'text/css; charset=UTF-8', 'content-encoding': 'gzip' });
  expect(gunzipSync(gzip.bytes).toString()).toBe(SCRIPT);
});

it.each<[string, string, Record<string, string>?, string?]>([
  ['who takes nothing packed', '/_next/static/chunks/a.js', {}],
  ['a part', '/_next/static/chunks/a.js', { 'accept-encoding': 'br', range: 'bytes=0-1' }],
  ['the head alone', '/_next/static/chunks/a.js', undefined, 'HEAD'],
  ['what is too short to pack', '/_next/static/chunks/short.js'],
  ['what is packed already', '/_next/static/font.woff2'],
  ['the packed file itself', '/_next/static/chunks/a.js.br'],
  ['another folder', '/_next/static/../secret.js'],
  ['another folder, encoded', '/_next/static/%2e%2e/secret.js'],
  ['another spelling', '/_next/static//chunks/a.js'],
  ['another address', '/chunks/a.js'],
])('leaves %s to Next', async (_, path, headers, method) => {
  expect((await ask(path, headers, method)).status).toBe(418);
});

it('knows nothing where nothing was packed', async () => {
  const answer = createStaticAnswer(join(dir, 'nothing'));
  const asked = { method: 'GET', url: '/_next/static/chunks/a.js', headers: { 'accept-encoding': 'br' } };
  expect(answer(asked as unknown as IncomingMessage, {} as never)).toBe(false);
});
