import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createSystemClock } from '#lib/adapters/clock/system-clock.ts';
import { createGitLabWebhook } from '#lib/adapters/forge/gitlab/webhook.ts';
import { createRegistry } from '#lib/adapters/prometheus/registry.ts';
import type { Portal } from '#lib/runtime/portal.ts';
import { type Listening, listen } from '#lib/testing/net/listen.ts';
import { quietOperations } from '#lib/testing/operations.ts';
import { SECRET, SIGNING_TOKEN } from '#lib/testing/signed-delivery.ts';
import { type ExampleGitLab, PROJECT, startExample, stopExample } from '#sandbox/gitlab/testing/example-gitlab.ts';
import { createHeardDeliveries } from './heard-deliveries.ts';
import { answerWebhook } from './webhook-route.ts';

let gitlab: ExampleGitLab;
let server: Listening;
let url: string;
let secret = SIGNING_TOKEN;
let heard = 0;
/** Requests as they came, to send them again. */
let received: { headers: Record<string, string>; body: string }[] = [];

beforeAll(async () => {
  gitlab = await startExample();
  const heardDeliveries = createHeardDeliveries();
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const limits = { ofAddress: () => undefined };
  const clock = createSystemClock();
  const services = {
    watched: [{ ref: { forgeId: 'gitlab', path: 'a/b' }, snapshots: { invalidate: () => undefined } }],
    log: quiet,
    limits,
    clock,
    metrics: createRegistry(),
    operations: quietOperations(clock),
  };
  const heardOfForge = () => {
    heard += 1;
  };
  server = await listen(
    createServer(async (request, response) => {
      const body = Buffer.concat(await Readable.from(request).toArray()).toString('utf8');
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      received.push({ headers, body });
      const webhooks = new Map([['gitlab', createGitLabWebhook(secret)]]);
      const portal = { webhooks, heardDeliveries, services, heardOfForge } as unknown as Portal;
      const answer = await answerWebhook(new Request(url, { method: 'POST', headers, body }), 'gitlab', portal);
      response.writeHead(answer.status).end();
    }),
  );
  url = `${server.url}/`;
});
afterAll(async () => {
  server.close();
  await stopExample(gitlab);
});
beforeEach(() => {
  heard = 0;
  received = [];
  secret = SIGNING_TOKEN;
});

let pushes = 0;
/** Pushes, and gives the statuses that GitLab was answered with. */
async function push(): Promise<(number | null)[]> {
  const before = gitlab.inspect.deliveries().length;
  pushes += 1;
  await gitlab.act.push(PROJECT, 'hooked', { 'hooked.txt': String(pushes) }, 'ada');
  await gitlab.idle();
  return gitlab.inspect
    .deliveries()
    .slice(before)
    .map(({ status }) => status);
}

it('hears a GitLab that signs, each delivery once', async () => {
  gitlab.setWebhooks(PROJECT, [{ url, token: '', signingToken: SIGNING_TOKEN }]);
  expect([await push(), heard]).toEqual([[200], 1]);
  expect(received[0]?.headers['webhook-signature']).toMatch(/^v1,[A-Za-z0-9+/]{43}=$/);
  const [delivery] = received;
  const again = await fetch(url, { method: 'POST', headers: delivery?.headers ?? {}, body: delivery?.body ?? '' });
  expect([again.status, heard]).toEqual([200, 1]);
});

it('hears a GitLab with a secret token, which sends id and time as well but signs nothing', async () => {
  secret = SECRET;
  gitlab.setWebhooks(PROJECT, [{ url, token: SECRET }]);
  expect([await push(), heard]).toEqual([[200], 1]);
  expect(received[0]?.headers).toMatchObject({ 'webhook-id': received[0]?.headers['idempotency-key'] });
  expect(received[0]?.headers['webhook-timestamp']).toMatch(/^\d{10}$/);
});

it('does not hear one that signs with another key, or only sends the secret token', async () => {
  const other = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
  gitlab.setWebhooks(PROJECT, [{ url, token: SIGNING_TOKEN, signingToken: other }]);
  expect([await push(), heard]).toEqual([[403], 0]);
  gitlab.setWebhooks(PROJECT, [{ url, token: SIGNING_TOKEN }]);
  expect([await push(), heard]).toEqual([[403], 0]);
});

it('GitLab takes signing tokens over its API, refuses what is none, and does not tell them', async () => {
  const hooks = '/projects/platform%2Fgitops/hooks';
  const made = await gitlab.api('grace', 'POST', hooks, { url, signing_token: SIGNING_TOKEN, push_events: true });
  expect(made.status).toBe(201);
  expect(JSON.stringify(made.body)).not.toContain('whsec_');
  const wrong = await gitlab.api('grace', 'POST', hooks, { url, signing_token: 'whsec_short' });
  expect(wrong.status).toBe(422);
});
