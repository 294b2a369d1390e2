import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SignInStart } from '#lib/ports/identity.ts';
import type { Portal } from '#lib/runtime/portal.ts';
import { createTestPortal, type TestPortal } from '#lib/testing/services.ts';
import { signInSingleUser } from '#lib/usecases/session/sign-in.ts';
import { createCommandRoute } from '../command-route.ts';
import { createHeardDeliveries } from '../heard-deliveries.ts';
import { callbackRoute, startRoute } from '../sign-in-routes.ts';
import { createViewRoute } from '../view-route.ts';
import { answerWebhook } from '../webhook-route.ts';
import { createRequestLimits } from './request-limits.ts';

const PORTAL = 'http://localhost:3000';
const LIMIT = 3;
const EACH = { signIns: LIMIT, commands: LIMIT, reads: LIMIT, webhooks: LIMIT, strangers: LIMIT };

let portal: TestPortal;
/** What was done for anybody. */
let work: string[] = [];
let at = 0;
beforeAll(async () => {
  portal = await createTestPortal();
});
afterAll(() => portal.close());
beforeEach(() => {
  work = [];
  limitBy(0);
});

const services = () => portal.services;
const limitBy = (trustedProxies: number) => {
  services().limits = createRequestLimits(EACH, trustedProxies, { now: () => at });
};

type From = Record<string, string>;
const SEEN = 'x-portolan-peer';

/** The routes that somebody without a session reaches, and what they would do. */
const STRANGERS: [string, (from: From) => Promise<Response>][] = [
  ['beginning a sign-in', (from) => startRoute(post('/api/session/start', from), signingIn())],
  [
    'finishing a sign-in',
    (from) =>
      callbackRoute(new Request(`${PORTAL}/api/session/callback?state=s&code=c`, { headers: from }), counting()),
  ],
  ['a view', (from) => view(new Request(`${PORTAL}/api/views/board`, { headers: from }), 'board')],
  ['a command', (from) => command(post('/api/commands/note', from), 'note')],
  ['a webhook', (from) => webhook(new Request(`${PORTAL}/api/webhooks/gitlab`, { method: 'POST', headers: from }))],
];

const post = (path: string, headers: From) =>
  new Request(`${PORTAL}${path}`, {
    method: 'POST',
    headers: { origin: PORTAL, 'content-type': 'application/json', ...headers },
    body: '{}',
  });
const command = createCommandRoute({ note: async () => void work.push('command') }, async () => services());
const view = createViewRoute({}, async () => services());

function webhook(request: Request): Promise<Response> {
  const begin = () => {
    work.push('webhook');
    return null;
  };
  const webhooks = new Map([['gitlab', { begin }]]);
  return answerWebhook(request, 'gitlab', {
    webhooks,
    heardDeliveries: createHeardDeliveries(),
    services: services(),
  } as unknown as Portal);
}

function signingIn() {
  const start = async (): Promise<SignInStart> => {
    work.push('sign-in');
    return { redirectUrl: 'http://gitlab', state: `state-${work.length}`, nonce: 'n', codeVerifier: 'v' };
  };
  const { provider } = services().signIn;
  return { ...services(), signIn: { ...services().signIn, provider: provider && { ...provider, start } } };
}

/** Every look into the database, and every line of the audit log, is work. */
function counting() {
  const { store } = services();
  const append: typeof store.audit.append = (entry) => {
    work.push('audit');
    return store.audit.append(entry);
  };
  return { ...services(), store: { ...store, audit: { ...store.audit, append } } };
}

const V6 = '2001:db8:0:1';
/** What somebody does who was refused a moment ago: by `from` they have used up what they may. */
const EVASIONS: [string, number, From, From[]][] = [
  [
    'saying to be forwarded for another',
    0,
    { [SEEN]: '7.7.7.7' },
    [{ [SEEN]: '7.7.7.7', 'x-forwarded-for': '8.8.8.8' }],
  ],
  ['saying so in a list', 0, { [SEEN]: '7.7.7.7' }, [{ [SEEN]: '7.7.7.7', 'x-forwarded-for': '8.8.8.8, 9.9.9.9' }]],
  ['saying to be this machine', 0, { [SEEN]: '7.7.7.7' }, [{ [SEEN]: '7.7.7.7', 'x-forwarded-for': '127.0.0.1' }]],
  [
    'saying so in the words of other proxies',
    0,
    { [SEEN]: '7.7.7.7' },
    [
      'x-real-ip',
      'cf-connecting-ip',
      'true-client-ip',
      'x-client-ip',
      'x-cluster-client-ip',
      'fastly-client-ip',
      'x-originating-ip',
    ].map((name) => ({ [SEEN]: '7.7.7.7', [name]: '8.8.8.8' })),
  ],
  [
    'saying so as the standard has it',
    0,
    { [SEEN]: '7.7.7.7' },
    [{ [SEEN]: '7.7.7.7', forwarded: 'for=8.8.8.8;proto=https' }],
  ],
  ['coming from another port', 0, { [SEEN]: '7.7.7.7:1000' }, [{ [SEEN]: '7.7.7.7:2000' }]],
  ['coming as IPv4 in IPv6', 0, { [SEEN]: '7.7.7.7' }, [{ [SEEN]: '::ffff:7.7.7.7' }, { [SEEN]: '::ffff:707:707' }]],
  [
    'coming from the same network of 64 bits',
    0,
    { [SEEN]: `${V6}::1` },
    [{ [SEEN]: `${V6}::2` }, { [SEEN]: `${V6}:ffff:1:2:3` }],
  ],
  ['writing IPv6 in capitals', 0, { [SEEN]: '2001:db8:a:b::1' }, [{ [SEEN]: '2001:DB8:A:B::1' }]],
  ['writing IPv6 in full', 0, { [SEEN]: `${V6}::1` }, [{ [SEEN]: '2001:0db8:0000:0001:0000:0000:0000:0001' }]],
  ['naming a zone', 0, { [SEEN]: 'fe80::1%eth0' }, [{ [SEEN]: 'fe80::1%eth1' }]],
  ['coming by 6to4', 0, { [SEEN]: '7.7.7.7' }, [{ [SEEN]: '2002:707:707:1::1' }, { [SEEN]: '2002:707:707:2::1' }]],
  ['coming by NAT64', 0, { [SEEN]: '7.7.7.7' }, [{ [SEEN]: '64:ff9b::7.7.7.7' }]],
  [
    'writing hops before that of the proxy',
    1,
    { [SEEN]: '10.0.0.1', 'x-forwarded-for': '7.7.7.7' },
    [{ [SEEN]: '10.0.0.1', 'x-forwarded-for': '1.1.1.1, 7.7.7.7' }],
  ],
  [
    'writing many hops before it',
    1,
    { [SEEN]: '10.0.0.1', 'x-forwarded-for': '7.7.7.7' },
    [{ [SEEN]: '10.0.0.1', 'x-forwarded-for': `${'1.1.1.1,'.repeat(500)}7.7.7.7` }],
  ],
  [
    'writing an address with a port before it',
    1,
    { [SEEN]: '10.0.0.1', 'x-forwarded-for': '7.7.7.7' },
    [{ [SEEN]: '10.0.0.1', 'x-forwarded-for': '7.7.7.7:99' }],
  ],
  [
    'writing the proxy’s own address',
    1,
    { [SEEN]: '10.0.0.1', 'x-forwarded-for': '7.7.7.7' },
    [{ [SEEN]: '10.0.0.1', 'x-forwarded-for': '10.0.0.1, 7.7.7.7' }],
  ],
  [
    'with a session that is made up, another each time',
    0,
    { [SEEN]: '7.7.7.7' },
    ['a', 'b', 'c'].map((token) => ({ [SEEN]: '7.7.7.7', cookie: `portolan_session=${token}` })),
  ],
  [
    'with another browser and another id',
    0,
    { [SEEN]: '7.7.7.7' },
    [{ [SEEN]: '7.7.7.7', 'user-agent': 'another', 'x-request-id': 'another-id-1' }],
  ],
  [
    'with the same header twice',
    1,
    { [SEEN]: '10.0.0.1', 'x-forwarded-for': '7.7.7.7' },
    [{ [SEEN]: '10.0.0.1', 'x-forwarded-for': '8.8.8.8,7.7.7.7' }],
  ],
];

describe.each(STRANGERS)('%s', (_, ask) => {
  it.each(EVASIONS)('is no more to be had by %s', async (_name, trustedProxies, from, evasions) => {
    limitBy(trustedProxies);
    for (let number = 0; number < LIMIT; number += 1) {
      expect((await ask(from)).status).not.toBe(429);
    }
    work = [];
    for (const evasion of evasions) {
      const response = await ask(evasion);
      expect(response.status).toBe(429);
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await response.json()).toMatchObject({
        code: 'rate-limited',
        message: expect.stringMatching(/^Too many .+\. Nothing was done\.$/),
        suggestion: expect.stringMatching(/^Try again in \d+ seconds?\.$/),
      });
    }
    expect(work).toEqual([]);
  });

  it('is to be had by somebody else meanwhile, and again after a while', async () => {
    const from = { [SEEN]: '7.7.7.7' };
    for (let number = 0; number <= LIMIT; number += 1) {
      await ask(from);
    }
    expect((await ask(from)).status).toBe(429);
    expect((await ask({ [SEEN]: '7.7.7.8' })).status).not.toBe(429);
    at += 60_000 / LIMIT;
    expect((await ask(from)).status).not.toBe(429);
  });
});

describe('a person', () => {
  it('has one limit, however many sessions and addresses they use, and others are not held up', async () => {
    services().signIn.provider = null;
    const session = async () => (await signInSingleUser(services(), '/', { requestId: 'r', userAgent: 'x' })).token;
    const statuses: number[] = [];
    for (let number = 0; number < LIMIT + 3; number += 1) {
      const from = { [SEEN]: `7.7.7.${number}`, cookie: `portolan_session=${await session()}` };
      statuses.push((await command(post('/api/commands/note', from), 'note')).status);
    }
    expect(statuses).toEqual([200, 200, 200, 429, 429, 429]);
    expect(work).toEqual(['command', 'command', 'command']);
    // Reading is another limit than changing.
    const from = { cookie: `portolan_session=${await session()}` };
    expect((await view(new Request(`${PORTAL}/api/views/none`, { headers: from }), 'none')).status).toBe(404);
  });

  it('with a session is not held up by strangers at the same address', async () => {
    const { token } = await signInSingleUser(services(), '/', { requestId: 'r', userAgent: 'x' });
    const from = { [SEEN]: '7.7.7.7' };
    for (let number = 0; number < LIMIT * 2; number += 1) {
      await command(post('/api/commands/note', from), 'note');
    }
    const mine = { ...from, cookie: `portolan_session=${token}` };
    expect((await command(post('/api/commands/note', mine), 'note')).status).toBe(200);
  });
});
