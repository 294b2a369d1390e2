import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createFastClock } from '#lib/adapters/kubernetes/testing/fast-clock.ts';
import { createCollection } from '#lib/live/collection.ts';
import { createHub, type Hub } from '#lib/live/hub.ts';
import { createRowTopic } from '#lib/live/row-topic.ts';
import { application } from '#lib/testing/application.ts';
import { askRaw } from '#lib/testing/net/ask-raw.ts';
import { type Listening, listen } from '#lib/testing/net/listen.ts';
import { createTestPortal, type TestPortal } from '#lib/testing/services.ts';
import { signInSingleUser } from '#lib/usecases/session/sign-in.ts';
import { hashSessionToken } from '#lib/usecases/session/token.ts';
import { STRICT_HEADERS } from '../strict-headers.ts';
import { createDirectAnswer } from './answer-directly.ts';

const FAR_TOO_MUCH = 64 * 1024 * 1024;
const SOON = { timeout: 10_000, interval: 2 };

let portal: TestPortal;
let hub: Hub;
let server: Listening;
let url: string;
let cookie: string;
const rows = createCollection<{ id: string; text: string }>({ id: 'x', label: 'X' });

beforeAll(async () => {
  portal = await createTestPortal({ signIn: { provider: null, roles: {}, sessionMs: 3_600_000 } });
  hub = createHub({ clock: createFastClock(20), epoch: 'e' });
  hub.add(createRowTopic({ name: 'applications', collection: rows, project: (row) => row }));
  const { token } = await signInSingleUser(portal.services, '/', { requestId: 'r', userAgent: 'test' });
  cookie = `portolan_session=${token}`;
  for (let number = 0; number < 60; number += 1) {
    const name = `app-${String(number).padStart(2, '0')}`;
    portal.applications.set(`argocd/${name}`, application({ name }));
  }
  const answer = createDirectAnswer({ services: portal.services, hub });
  server = await listen(
    createServer((request, response) => {
      if (!answer(request, response)) {
        response.writeHead(418).end('left to Next');
      }
    }),
  );
  ({ url } = server);
});
afterAll(async () => {
  hub.close();
  server.close();
  await portal.close();
});

const read = (path: string, headers: Record<string, string> = { cookie }) => fetch(url + path, { headers });
async function open(path = '/api/live?topic=applications'): Promise<IncomingMessage> {
  const request = get(url + path, { headers: { cookie }, agent: false });
  request.on('error', () => undefined); // It is cut on purpose.
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return response;
}

describe('a view', () => {
  it('is answered as its route answers it', async () => {
    const params = JSON.stringify({ sort: 'name', descending: true, search: 'app-1', limit: 3 });
    const response = await read(`/api/views/applications?params=${encodeURIComponent(params)}`);
    const { data } = (await response.json()) as { data: { rows: { name: string }[]; matching: number; total: number } };
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(data.rows.map(({ name }) => name)).toEqual(['app-19', 'app-18', 'app-17']);
    expect([data.matching, data.total]).toEqual([10, 60]);
  });

  it('is compressed for those who take that, and for nobody else', async () => {
    const raw = async (encoding: string) => {
      const headers = { cookie, 'accept-encoding': encoding };
      const answer = await askRaw(server.port, '/api/views/applications', { headers });
      return { coding: answer.headers['content-encoding'], body: answer.bytes };
    };
    const plain = await raw('identity');
    for (const encoding of ['gzip', 'br, gzip;q=0.5', 'deflate,gzip;q=1.0']) {
      const { coding, body } = await raw(encoding);
      expect([encoding, coding, gunzipSync(body).equals(plain.body)]).toEqual([encoding, 'gzip', true]);
    }
    for (const encoding of ['', 'br', 'gzip;q=0', 'gzip;q=0.000', 'notgzip']) {
      expect([encoding, (await raw(encoding)).coding]).toEqual([encoding, undefined]);
    }
  });

  it.each([
    ['/api/views/applications', {}, 401],
    ['/api/views/applications', { cookie: 'portolan_session=x' }, 401],
    ['/api/views/nothing', undefined, 404],
    ['/api/views/constructor', undefined, 404],
    ['/api/views/applications?params=%7B', undefined, 400],
    ['/api/views/applications?params=%7B%22limit%22%3A0%7D', undefined, 400],
    ['/api/live?topic=applications', {}, 401],
    ['/api/live', undefined, 400],
    ['/api/live?topic=nothing', undefined, 403],
  ])('%s with %j answers %i, without data', async (path, headers, status) => {
    const response = await read(path, headers);
    expect(Object.fromEntries(response.headers)).toMatchObject(STRICT_HEADERS);
    expect([response.status, Object.keys((await response.json()) as object)]).toEqual([
      status,
      expect.arrayContaining(['code', 'message', 'requestId']),
    ]);
  });
});

it.each([
  ['GET', '/'],
  ['GET', '/api/views'],
  ['GET', '/api/views/applications/'],
  ['GET', '/api/views/%61pplications'],
  ['GET', '/api//live'],
  ['GET', '/api/live/'],
  ['GET', '/api/commands/open-change'],
  ['HEAD', '/api/live'],
  ['POST', '/api/views/applications'],
])('%s %s is left to Next', async (method, path) => {
  const response = await fetch(url + path, { method, headers: { cookie } });
  expect(response.status).toBe(418);
});

it('an address with a host in it is left to Next, whatever the host', async () => {
  const socket = connect(server.port, '127.0.0.1');
  socket.write(`GET http://evil.example/api/views/applications HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\n\r\n`);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toContain('418');
  socket.destroy();
});

describe('a stream', () => {
  it('tells what happens, and leaves nobody behind when its reader goes', async () => {
    const response = await open();
    expect(response.headers).toMatchObject({ 'x-accel-buffering': 'no', 'cache-control': 'no-cache, no-transform' });
    let text = '';
    response.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
    });
    await vi.waitFor(() => expect(text).toContain('event: beat'), SOON);
    rows.upsert('a', { id: 'a', text: 'hello' });
    await vi.waitFor(() => expect(text).toContain('{"id":"a","text":"hello"}'), SOON);
    expect(hub.counts().subscribers).toBe(1);
    response.destroy();
    await vi.waitFor(() => expect(hub.counts().subscribers).toBe(0), SOON);
  });

  it('that is not read is told to read again and costs no more than its queue', async () => {
    const response = await open();
    response.pause();
    let pushed = 0;
    while (hub.counts().behind === 0 && pushed < FAR_TOO_MUCH) {
      const { deltas } = hub.counts();
      rows.upsert('a', { id: 'a', text: `${pushed} ${'x'.repeat(100_000)}` });
      await vi.waitFor(() => expect(hub.counts().deltas).toBeGreaterThan(deltas), SOON);
      pushed += 100_000;
    }
    expect(hub.counts().behind).toBe(1);
    let text = '';
    response.setEncoding('utf8').on('data', (piece: string) => {
      text = (text + piece).slice(-1000);
    });
    response.resume();
    await vi.waitFor(() => expect(text).toContain('"reason":"slow"'), SOON);
    expect(hub.counts().behind).toBe(0);
    response.destroy();
    await vi.waitFor(() => expect(hub.counts().subscribers).toBe(0), SOON);
  });

  it('ends with its session', async () => {
    const { token } = await signInSingleUser(portal.services, '/', { requestId: 'r', userAgent: 'test' });
    const before = cookie;
    cookie = `portolan_session=${token}`;
    const response = await open();
    response.resume();
    const session = await portal.services.store.sessions.findByTokenHash(hashSessionToken(token));
    const ended = once(response, 'end');
    expect(hub.closeSession(session?.id ?? '')).toBe(1);
    await ended;
    cookie = before;
    expect(hub.counts().subscribers).toBe(0);
  });
});
