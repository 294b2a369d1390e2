import { expect, it } from 'vitest';
import { createRegistry } from '#lib/adapters/prometheus/registry.ts';
import type { Portal } from '#lib/runtime/portal.ts';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { quietOperations } from '#lib/testing/operations.ts';
import { answerWebhook } from './webhook-route.ts';

const SECRET = 'webhook-secret';
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

function portal() {
  const heard: string[] = [];
  const forges = [
    { id: 'gitlab', webhookSecret: SECRET },
    { id: 'silent', webhookSecret: undefined },
  ];
  const snapshots = { invalidate: () => void heard.push('branch') };
  const driver = { nudge: () => void heard.push('changes') };
  const metrics = createRegistry();
  const operations = quietOperations(createFakeClock());
  const services = { snapshots, log: quiet, metrics, operations };
  const counted = () =>
    (metrics.families().find(({ name }) => name === 'portolan_webhooks_total')?.samples ?? []).map(
      ({ labels, value }) => [labels.forge, labels.outcome, value],
    );
  return { heard, counted, operations, portal: { config: { forges }, services, driver } as unknown as Portal };
}

function delivery(token: string | null, body: BodyInit = '{"object_kind":"push"}'): Request {
  const headers = token === null ? {} : { 'x-gitlab-token': token };
  return new Request('http://portal/api/webhooks/gitlab', {
    method: 'POST',
    headers,
    body,
    ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
  } as RequestInit);
}

it('looks for itself at once, and believes nothing of what the body says', async () => {
  const { heard, counted, operations, portal: here } = portal();
  let read = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      read += 1;
      controller.enqueue(new Uint8Array(1024 * 1024));
    },
  });
  const response = await answerWebhook(delivery(SECRET, body), 'gitlab', here);
  expect([response.status, await response.json()]).toEqual([200, { status: 'heard' }]);
  expect(heard).toEqual(['branch', 'changes']);
  expect(counted()).toEqual([['gitlab', 'heard', 1]]);
  expect(operations.log.of('webhooks/gitlab').heardAt).not.toBeNull();
  expect(read).toBeLessThan(3);
});

it.each([
  ['no secret', null, 'gitlab'],
  ['an empty secret', '', 'gitlab'],
  ['another secret', 'webhook-secreT', 'gitlab'],
  ['the beginning of the secret', 'webhook', 'gitlab'],
  ['a forge that is not configured', SECRET, 'github'],
  ['a forge without a secret', '', 'silent'],
  ['a forge named as every object has names', SECRET, 'constructor'],
])('does nothing with %s', async (_, token, forge) => {
  const { heard, counted, operations, portal: here } = portal();
  const response = await answerWebhook(delivery(token), forge, here);
  expect([response.status, heard]).toEqual([403, []]);
  expect(await response.text()).not.toContain(SECRET);
  // Only of forges that there are, so that nobody makes up names for the counters.
  const isKnown = forge === 'gitlab';
  expect(counted()).toEqual(isKnown ? [['gitlab', 'refused', 1]] : []);
  expect(operations.log.of(`webhooks/${forge}`).failures.length).toBe(isKnown ? 1 : 0);
});
