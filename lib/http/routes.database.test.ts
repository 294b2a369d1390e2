import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { createCollection } from '#lib/live/collection.ts';
import { createHub, type Hub } from '#lib/live/hub.ts';
import { createRowTopic } from '#lib/live/row-topic.ts';
import type { UserContext } from '#lib/portal/context.ts';
import type { Portal } from '#lib/runtime/portal.ts';
import { createTestPortal, type TestPortal } from '#lib/testing/services.ts';
import { signInSingleUser } from '#lib/usecases/session/sign-in.ts';
import { defineView } from '#lib/views/_shared/view.ts';
import { createCommandRoute } from './command-route.ts';
import { answerLive } from './live-route.ts';
import { createViewRoute } from './view-route.ts';

const PORTAL = 'http://localhost:3000';

let portal: TestPortal;
let cookie: string;
beforeAll(async () => {
  portal = await createTestPortal({ signIn: { provider: null, roles: {}, sessionMs: 3_600_000 } });
  const { token } = await signInSingleUser(portal.services, '/', { requestId: 'r', userAgent: 'test' });
  cookie = `portolan_session=${token}`;
});
afterAll(() => portal.close());

const services = async () => portal.services;

describe('a command', () => {
  let ran: { context: UserContext; input: unknown }[];
  afterEach(() => {
    ran = [];
  });
  const answer = createCommandRoute(
    {
      note: async (context, input) => {
        ran = [{ context, input }];
        return { done: true };
      },
      nothing: async () => undefined,
      refuse: () => Promise.reject(new PortalError('refused', 'A guardrail says no.')),
      fail: () => Promise.reject(new Error('canary')),
      away: () =>
        Promise.reject(new ExternalError({ provider: 'gitlab', operation: 'x', kind: 'timeout', message: 'canary' })),
    },
    services,
  );
  const post = (name: string, headers: Record<string, string> = {}, body = '{"a":1}') =>
    answer(
      new Request(`${PORTAL}/api/commands/${name}`, {
        method: 'POST',
        headers: {
          origin: PORTAL,
          'content-type': 'application/json',
          cookie,
          'x-request-id': 'request-1',
          ...headers,
        },
        body,
      }),
      name,
    );

  it('runs as the person of the session, with the input and the request’s id', async () => {
    const response = await post('note');
    expect([response.status, await response.json()]).toEqual([200, { done: true }]);
    expect(response.headers.get('x-request-id')).toBe('request-1');
    expect(ran).toEqual([
      {
        context: expect.objectContaining({ requestId: 'request-1', actor: expect.objectContaining({ role: 'admin' }) }),
        input: { a: 1 },
      },
    ]);
  });

  it('may have nothing to say', async () => {
    expect(await (await post('nothing')).json()).toBeNull();
  });

  it.each([
    ['from another site', { origin: 'https://evil.example' }, '{}', 403],
    ['without an origin', { origin: '' }, '{}', 403],
    ['without a session', { cookie: '' }, '{}', 401],
    ['with a session of nobody', { cookie: 'portolan_session=x' }, '{}', 401],
    ['as a form', { 'content-type': 'application/x-www-form-urlencoded' }, 'a=1', 400],
    ['with a broken body', {}, '{', 400],
    ['with a body without end', {}, `"${'x'.repeat(300_000)}"`, 400],
  ])('does not run %s', async (_, headers, body, status) => {
    ran = [];
    expect([(await post('note', headers, body)).status, ran]).toEqual([status, []]);
  });

  it.each([
    ['refuse', 422],
    ['fail', 500],
    ['away', 503],
    ['unknown', 404],
    ['constructor', 404],
    ['__proto__', 404],
  ])('%s is answered with %d, and nothing from inside', async (name, status) => {
    const response = await post(name);
    expect(response.status).toBe(status);
    expect(await response.text()).not.toContain('canary');
  });
});

describe('a view', () => {
  const things = defineView({
    name: 'things',
    params: z.strictObject({ size: z.int().default(1) }),
    read: async (_, { size }) => ({ data: { size }, sources: [], position: 'e1.0' }),
  });
  const answer = createViewRoute({ things }, services);
  const get = (name: string, params?: string, headers: Record<string, string> = { cookie }) => {
    const query = params === undefined ? '' : `?${new URLSearchParams({ params })}`;
    return answer(new Request(`${PORTAL}/api/views/${name}${query}`, { headers }), name);
  };

  it('is read with its parameters, and kept by nobody', async () => {
    const response = await get('things', '{"size":7}');
    expect([response.status, await response.json()]).toEqual([
      200,
      { data: { size: 7 }, sources: [], position: 'e1.0' },
    ]);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await (await get('things')).json()).toMatchObject({ data: { size: 1 } });
  });

  it.each([
    ['things', '{', 400],
    ['things', 'null', 400],
    ['things', '{"size":"x"}', 400],
    ['things', '{"other":1}', 400],
    ['unknown', '{}', 404],
    ['constructor', '{}', 404],
  ])('%s with %s is answered with %d', async (name, params, status) => {
    expect((await get(name, params)).status).toBe(status);
  });

  it('names the parameter that is wrong', async () => {
    expect(await (await get('things', '{"size":"x"}')).json()).toMatchObject({ fields: [{ path: 'size' }] });
  });

  it('is nobody’s without a session, not even its name', async () => {
    for (const name of ['things', 'unknown']) {
      expect((await get(name, '{}', {})).status).toBe(401);
    }
  });
});

describe('the live stream', () => {
  const rows = createCollection<{ id: string }>({ id: 'lab/nodes', label: 'Nodes' });
  let hub: Hub;
  beforeAll(() => {
    hub = createHub({ clock: portal.services.clock, epoch: 'e1' });
    for (const name of ['nodes', 'constructor']) {
      hub.add(createRowTopic({ name, collection: rows, project: (row) => row }));
    }
  });
  afterAll(() => hub.close());
  const listen = (query: string, headers: Record<string, string> = { cookie }, signal?: AbortSignal) =>
    answerLive(new Request(`${PORTAL}/api/live?${query}`, { headers, ...(signal === undefined ? {} : { signal }) }), {
      services: portal.services,
      hub,
    } as Portal);

  it('tells rows as they change, until the reader goes away', async () => {
    const leaving = new AbortController();
    const response = await listen('topic=nodes', { cookie }, leaving.signal);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    rows.upsert('akula', { id: 'akula' });
    let text = '';
    while (!text.includes('akula')) {
      text += (await reader?.read())?.value ?? '';
    }
    expect(hub.counts().subscribers).toBe(1);
    leaving.abort();
    await expect.poll(() => hub.counts().subscribers).toBe(0);
  });

  it('holds nothing for somebody who asks for its head alone', async () => {
    const request = new Request(`${PORTAL}/api/live?topic=applications`, { method: 'HEAD', headers: { cookie } });
    const response = await answerLive(request, { services: portal.services, hub } as Portal);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    expect(hub.counts().subscribers).toBe(0);
  });

  it('has no head for who may not hear it', async () => {
    const request = new Request(`${PORTAL}/api/live?topic=constructor`, { method: 'HEAD', headers: { cookie } });
    const response = await answerLive(request, { services: portal.services, hub } as Portal);
    expect([response.status, hub.counts().subscribers]).toEqual([403, 0]);
  });

  it.each([
    ['without a session', 'topic=nodes', {}, 401],
    ['without a topic', '', undefined, 400],
    ['for a name that is none', 'topic=../etc', undefined, 400],
  ])('is not opened %s', async (_, query, headers, status) => {
    expect((await listen(query, headers)).status).toBe(status);
  });

  it('gives no topic that no right is named for', async () => {
    expect((await listen('topic=constructor')).status).toBeGreaterThanOrEqual(400);
    expect(hub.counts().subscribers).toBe(0);
  });
});
