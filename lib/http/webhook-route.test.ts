import { describe, expect, it } from 'vitest';
import { createRegistry } from '#lib/adapters/prometheus/registry.ts';
import type { WebhookVerifier } from '#lib/ports/webhook.ts';
import type { Portal } from '#lib/runtime/portal.ts';
import { WEBHOOK_SCHEMES } from '#lib/runtime/webhooks.ts';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { quietOperations } from '#lib/testing/operations.ts';
import { type Delivery, NOW, SCHEMES, SECRET, SIGNING_KEY, SIGNING_TOKEN } from '#lib/testing/signed-delivery.ts';
import { createHeardDeliveries } from './heard-deliveries.ts';
import { answerWebhook } from './webhook-route.ts';

const BODY = '{"object_kind":"push","ref":"refs/heads/main"}';
const MEBIBYTE = 1024 * 1024;

function openPortal(scheme: { kind: keyof typeof WEBHOOK_SCHEMES; secret: string }) {
  const heard: string[] = [];
  const errors: string[] = [];
  const log = { info: () => undefined, warn: () => undefined, error: (message: string) => void errors.push(message) };
  const clock = createFakeClock(NOW);
  const webhooks = new Map<string, WebhookVerifier>([['forge', WEBHOOK_SCHEMES[scheme.kind](scheme.secret)]]);
  const metrics = createRegistry();
  const operations = quietOperations(clock);
  const watched = (forgeId: string, what: string) => ({
    ref: { forgeId, path: 'a/b' },
    snapshots: { invalidate: () => void heard.push(what) },
  });
  const services = {
    watched: [watched('forge', 'branch'), watched('another', 'branch of another forge')],
    log,
    metrics,
    operations,
    limits: { ofAddress: () => undefined },
    clock,
  };
  const heardOfForge = () => void heard.push('changes');
  const portal = { webhooks, heardDeliveries: createHeardDeliveries(), services, heardOfForge } as unknown as Portal;
  return {
    heard,
    errors,
    clock,
    /** What was counted, and whether the page of connections tells of a refusal. */
    told: () => ({
      counted: metrics
        .families()
        .filter(({ name }) => name === 'portolan_webhooks_total')
        .flatMap(({ samples }) => samples.map(({ labels, value }) => [labels.forge, labels.outcome, value])),
      heard: operations.log.of('webhooks/forge').heardAt !== null,
      failures: operations.log.of('webhooks/forge').failures.length,
    }),
    async receive({ headers, body }: { headers: Record<string, string>; body: BodyInit }, forge = 'forge') {
      const stream = body instanceof ReadableStream ? { duplex: 'half' } : {};
      const init = { method: 'POST', headers, body, ...stream } as RequestInit;
      const response = await answerWebhook(new Request('http://portal/api/webhooks/forge', init), forge, portal);
      const text = await response.text();
      expect(text).not.toContain(SECRET);
      return response.status;
    },
  };
}

/** A body that goes on for ever, and how much of it was taken. */
function endless() {
  let taken = 0;
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      taken += 1;
      controller.enqueue(new Uint8Array(MEBIBYTE));
    },
  });
  return { stream, taken: () => taken };
}

/** The first half of the good body, then what Node says when the other side is gone. */
function cutOff() {
  return new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(Buffer.from(BODY.slice(0, 20))),
    pull: () => Promise.reject(Object.assign(new Error('aborted'), { code: 'ECONNRESET' })),
  });
}

/** The first half of the good body, and never the rest. */
function stalled() {
  return new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(Buffer.from(BODY.slice(0, 20))),
  });
}

/** Ways to change a good delivery so that it is the forge's no more. */
const FORGERIES: [string, (good: Delivery) => Delivery][] = [
  ['without any proof', ({ body }) => ({ headers: {}, body })],
  ['with empty proof', ({ headers, body }) => ({ headers: mapValues(headers, () => ''), body })],
  [
    'with the proof cut short',
    ({ headers, body }) => ({ headers: mapValues(headers, (value) => value.slice(0, -1)), body }),
  ],
  ['with a letter of the proof changed', ({ headers, body }) => ({ headers: mapValues(headers, swapLetter), body })],
  [
    'with the proof twice',
    ({ headers, body }) => ({ headers: mapValues(headers, (value) => `${value}, ${value}`), body }),
  ],
  [
    'with a proof of another length',
    ({ headers, body }) => ({ headers: mapValues(headers, (value) => value.repeat(50)), body }),
  ],
];

/** Changes that show in the body alone: no matter to a secret token, which says nothing of the body. */
const REWRITTEN: [string, (body: string) => string][] = [
  ['with another body', () => '{"object_kind":"push","ref":"refs/heads/evil"}'],
  ['serialised anew', (body) => JSON.stringify(JSON.parse(body), null, 2)],
  ['with keys in another order', () => '{"ref":"refs/heads/main","object_kind":"push"}'],
  ['with a line break at its end', (body) => `${body}\n`],
  ['with no body', () => ''],
  ['in another encoding', (body) => Buffer.from(body, 'utf16le').toString('latin1')],
  ['with a byte order mark', (body) => `\uFEFF${body}`],
];

function mapValues(headers: Record<string, string>, change: (value: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, change(value)]));
}

function swapLetter(value: string): string {
  const at = Math.floor(value.length / 2);
  return `${value.slice(0, at)}${value[at] === 'a' ? 'b' : 'a'}${value.slice(at + 1)}`;
}

describe.each(Object.entries(SCHEMES))('with %s, a delivery', (name, scheme) => {
  const isSigned = name !== 'GitLab’s secret token';

  it('of the forge makes the portal look', async () => {
    const { heard, receive, told } = openPortal(scheme);
    expect([await receive(scheme.deliver(BODY)), heard]).toEqual([200, ['branch', 'changes']]);
    expect(told()).toEqual({ counted: [['forge', 'heard', 1]], heard: true, failures: 0 });
  });

  it.each(FORGERIES)('%s does nothing', async (_, forge) => {
    const { heard, receive, told } = openPortal(scheme);
    expect([await receive(forge(scheme.deliver(BODY))), heard]).toEqual([403, []]);
    expect(told()).toEqual({ counted: [['forge', 'refused', 1]], heard: false, failures: 1 });
  });

  it.each(isSigned ? REWRITTEN : [])('%s does nothing', async (_, rewrite) => {
    const { heard, receive } = openPortal(scheme);
    expect([await receive({ ...scheme.deliver(BODY), body: rewrite(BODY) }), heard]).toEqual([403, []]);
  });

  it('for a forge that is not configured does nothing', async () => {
    const { heard, receive, told } = openPortal(scheme);
    for (const forge of ['other', '', 'constructor', '__proto__', 'Forge']) {
      expect(await receive(scheme.deliver(BODY), forge)).toBe(403);
    }
    // Nobody makes up names for the counters.
    expect([heard, told()]).toEqual([[], { counted: [], heard: false, failures: 0 }]);
  });

  it('that does not end is left while it comes', async () => {
    const { heard, receive } = openPortal(scheme);
    const body = endless();
    const status = await receive({ ...scheme.deliver(BODY), body: body.stream });
    expect([status, heard.length]).toEqual(isSigned ? [400, 0] : [200, 2]);
    expect(body.taken()).toBeLessThan(isSigned ? 30 : 3);
  });

  it('whose sender is gone before it was all there is judged by what came', async () => {
    const { heard, receive, errors } = openPortal(scheme);
    const gone = new ReadableStream({ start: (controller) => controller.error(new Error('aborted')) });
    const status = await receive({ ...scheme.deliver(BODY), body: gone });
    expect([status, heard.length, errors]).toEqual(isSigned ? [408, 0, []] : [200, 2, []]);
  });

  it('without proof is left before its body is read', async () => {
    const body = endless();
    expect(await openPortal(scheme).receive({ headers: {}, body: body.stream })).toBe(403);
    expect(body.taken()).toBeLessThan(3);
  });
});

describe.each(Object.entries(SCHEMES).filter(([name]) => name !== 'GitLab’s secret token'))(
  'with %s, a delivery',
  (_, scheme) => {
    it('that was heard before does nothing, and is no failure for who sends it', async () => {
      const { heard, receive, told } = openPortal(scheme);
      const delivery = scheme.deliver(BODY);
      expect([await receive(delivery), await receive(delivery)]).toEqual([200, 200]);
      expect(heard).toEqual(['branch', 'changes']);
      const counted = [
        ['forge', 'heard', 1],
        ['forge', 'repeated', 1],
      ];
      expect(told()).toEqual({ counted, heard: true, failures: 0 });
      expect(await receive(scheme.deliver('{}', 'id-2'))).toBe(200);
    });

    it('that says to be larger than any is left before its body is read', async () => {
      const body = endless();
      const { headers } = scheme.deliver(BODY);
      const delivery = { headers: { ...headers, 'content-length': '1000000000' }, body: body.stream };
      const { receive, told } = openPortal(scheme);
      expect(await receive(delivery)).toBe(400);
      expect(body.taken()).toBeLessThan(3);
      expect(told()).toEqual({ counted: [['forge', 'too-large', 1]], heard: false, failures: 0 });
    });

    it('that is cut off half way is no error of the portal, and no wrong secret', async () => {
      const { heard, receive, told, errors } = openPortal(scheme);
      expect(await receive({ ...scheme.deliver(BODY), body: cutOff() })).toBe(408);
      expect([heard, errors]).toEqual([[], []]);
      expect(told()).toEqual({ counted: [['forge', 'cut-off', 1]], heard: false, failures: 0 });
      // It may be sent again.
      expect([await receive(scheme.deliver(BODY)), heard]).toEqual([200, ['branch', 'changes']]);
    });

    it('that is too slow is left, and no wrong secret', async () => {
      const { heard, receive, told, clock } = openPortal(scheme);
      const answered = receive({ ...scheme.deliver(BODY), body: stalled() });
      await clock.advance(9_999);
      expect(told().counted).toEqual([]);
      await clock.advance(1);
      expect([await answered, heard]).toEqual([408, []]);
      expect(told()).toEqual({ counted: [['forge', 'too-slow', 1]], heard: false, failures: 0 });
    });
  },
);

describe('with GitLab’s signing token, a delivery', () => {
  const scheme = SCHEMES['GitLab’s signing token'];
  const { heard, receive } = openPortal(scheme);
  const seconds = NOW / 1000;
  const good = scheme.deliver(BODY);

  it.each<[string, Delivery]>([
    ['of six minutes ago', scheme.deliver(BODY, 'a', seconds - 360)],
    ['of six minutes from now', scheme.deliver(BODY, 'a', seconds + 360)],
    ['of the beginning of time', scheme.deliver(BODY, 'a', 0)],
    ['with a time in ms', scheme.deliver(BODY, 'a', NOW)],
    ['with a time that is no whole number', scheme.deliver(BODY, 'a', seconds + 0.5)],
    [
      'with another time than was signed',
      { ...good, headers: { ...good.headers, 'webhook-timestamp': String(seconds + 1) } },
    ],
    ['with another id than was signed', { ...good, headers: { ...good.headers, 'webhook-id': 'id-2' } }],
    ['with the signature of another delivery', { ...good, headers: { ...good.headers, ...signatureOf('{}', 'id-1') } }],
    ['whose id holds the time, so that it reads as another', scheme.deliver(BODY, `id.${seconds}`)],
    [
      'whose signature is of another version',
      {
        ...good,
        headers: { ...good.headers, 'webhook-signature': good.headers['webhook-signature']?.replace('v1', 'v0') ?? '' },
      },
    ],
    [
      'whose signature is asymmetric',
      {
        ...good,
        headers: {
          ...good.headers,
          'webhook-signature': good.headers['webhook-signature']?.replace('v1', 'v1a') ?? '',
        },
      },
    ],
    [
      'with the signing token sent along as a secret token',
      { body: BODY, headers: { 'x-gitlab-token': SIGNING_TOKEN } },
    ],
    [
      'with the key sent along as a secret token',
      { body: BODY, headers: { 'x-gitlab-token': SIGNING_KEY.toString('base64') } },
    ],
    [
      'signed with the token as it is written',
      { ...good, headers: { ...good.headers, ...SCHEMES.GitHub.deliver(BODY).headers, 'webhook-signature': '' } },
    ],
  ])('%s does nothing', async (_, delivery) => {
    expect([await receive(delivery), heard]).toEqual([403, []]);
  });

  it('is good with one of several signatures, as while a key is changed', async () => {
    const several = `v1,${Buffer.alloc(32).toString('base64')} ${good.headers['webhook-signature']}`;
    const portal = openPortal(scheme);
    expect(await portal.receive({ ...good, headers: { ...good.headers, 'webhook-signature': several } })).toBe(200);
  });

  it('heard before is not heard again as long as its time is good, nor after', async () => {
    const portal = openPortal(scheme);
    expect(await portal.receive(good)).toBe(200);
    await portal.clock.advance(299_000);
    expect(await portal.receive(good)).toBe(200);
    await portal.clock.advance(10_000);
    expect(await portal.receive(good)).toBe(403);
    expect(portal.heard).toEqual(['branch', 'changes']);
  });
});

function signatureOf(body: string, id: string) {
  return {
    'webhook-signature': SCHEMES['GitLab’s signing token'].deliver(body, id).headers['webhook-signature'] ?? '',
  };
}

it('a forge without a secret believes nothing', () => {
  for (const create of Object.values(WEBHOOK_SCHEMES)) {
    for (const { deliver } of Object.values(SCHEMES)) {
      expect(create('').begin(new Headers(deliver(BODY).headers), NOW)).toBeNull();
    }
  }
});

it('remembers a bounded number of deliveries', () => {
  const heard = createHeardDeliveries();
  for (let number = 0; number < 20_000; number += 1) {
    heard.isNew(`id-${number}`, NOW);
  }
  expect([heard.isNew('id-19999', NOW), heard.isNew('id-0', NOW)]).toEqual([false, true]);
});
