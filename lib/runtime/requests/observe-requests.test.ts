import { once } from 'node:events';
import { createServer, type RequestListener, request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRegistry } from '#lib/adapters/prometheus/registry.ts';
import { type Listening, listen } from '#lib/testing/net/listen.ts';
import { type FrontDoor, openFrontDoor } from './front-door.ts';
import { observeRequests, type RequestObserver } from './observe-requests.ts';
import { createRoutePatterns } from './route-patterns.ts';

type Line = [level: string, message: string, fields: Record<string, unknown>];

describe('the observer of requests', () => {
  let portal: Listening;
  let registry: ReturnType<typeof createRegistry>;
  let lines: Line[];
  let observer: RequestObserver;
  let door: FrontDoor;
  let answer: RequestListener;
  let seen: (string | undefined)[];

  beforeEach(async () => {
    registry = createRegistry();
    lines = [];
    seen = [];
    answer = (_, response) => response.end('ok');
    const say =
      (level: string) =>
      (message: string, fields: Record<string, unknown> = {}) =>
        void lines.push([level, message, fields]);
    door = openFrontDoor();
    observer = observeRequests({
      door,
      metrics: registry,
      log: { info: say('info'), warn: say('warn'), error: say('error') },
      patternOf: createRoutePatterns(['/', '/changes/[id]', '/api/live', '/readyz', '/[...path]']),
      isReading: (path) => path === '/preview',
    });
    portal = await listen(
      createServer((incoming, response) => {
        seen.push(incoming.headers['x-request-id'] as string);
        answer(incoming, response);
      }),
    );
  });
  afterEach(() => {
    door.close();
    portal.close();
  });

  const url = (path: string) => portal.url + path;
  const count = (name: string) =>
    (registry.families().find((family) => family.name === name)?.samples ?? []).map(({ labels, value }) => [
      Object.values(labels).join(' '),
      value,
    ]);
  /** The end of an answer is seen in the browser before it is in the server. */
  const settled = async () => {
    while (observer.inFlight > 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  };

  it('counts by route pattern, method and class of status, however many addresses there are', async () => {
    for (const path of ['/changes/1', '/changes/2?token=canary', '/x/1', '/x/2']) {
      await (await fetch(url(path))).text();
    }
    answer = (_, response) => response.writeHead(404).end();
    await (await fetch(url('/changes/3'))).text();
    await settled();
    expect(count('portolan_http_requests_total')).toEqual([
      ['/changes/[id] GET 2xx', 2],
      ['/[...path] GET 2xx', 2],
      ['/changes/[id] GET 4xx', 1],
    ]);
  });

  it('gives each request one id that is the same for whoever answers and whoever asked', async () => {
    const good = await fetch(url('/'), { headers: { 'x-request-id': 'proxy-12345678' } });
    expect(good.headers.get('x-request-id')).toBe('proxy-12345678');
    for (const bad of ['short', 'with space 123', 'a'.repeat(65), 'quote"12345678', 'one1234567, two1234567']) {
      const response = await fetch(url('/'), { headers: { 'x-request-id': bad } });
      expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    }
    const last = await fetch(url('/'));
    expect(seen.at(-1)).toBe(last.headers.get('x-request-id'));
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('writes a line for what changes something and for what fails, and none for what looks', async () => {
    await (await fetch(url('/'))).text();
    await (await fetch(url('/preview'), { method: 'POST' })).text();
    await (await fetch(url('/changes/1?code=canary'), { method: 'POST', headers: { cookie: 'canary' } })).text();
    answer = (_, response) => response.writeHead(503).end();
    await (await fetch(url('/changes/1'))).text();
    await (await fetch(url('/readyz'))).text();
    await settled();
    expect(lines.map(([level, message, { method, route, status }]) => [level, message, method, route, status])).toEqual(
      [
        ['info', 'request', 'POST', '/changes/[id]', 200],
        ['warn', 'request failed', 'GET', '/changes/[id]', 503],
      ],
    );
    expect(lines.every(([, , { requestId }]) => seen.includes(requestId as string))).toBe(true);
    expect(JSON.stringify(lines)).not.toContain('canary');
  });

  it('counts a reader that hangs up, and what was refused for being too many', async () => {
    answer = () => undefined;
    const waiting = request(url('/'));
    const arrived = once(portal.server, 'request');
    waiting.on('error', () => undefined);
    waiting.end();
    await arrived;
    expect(observer.inFlight).toBe(1);
    waiting.destroy();
    await settled();
    answer = (_, response) => response.writeHead(429).end();
    await (await fetch(url('/api/live'))).text();
    await settled();
    expect(count('portolan_http_requests_total')).toEqual([
      ['/ GET aborted', 1],
      ['/api/live GET 4xx', 1],
    ]);
    expect(count('portolan_rate_limited_total')).toEqual([['/api/live', 1]]);
    const timed = registry.families().find(({ name }) => name === 'portolan_http_request_duration_seconds');
    expect(timed?.samples.some(({ labels }) => labels.route === '/api/live')).toBe(false);
  });
});
