import { readFileSync } from 'node:fs';
import { type OwnPortal, startOwnPortal } from '../support/own-portal.ts';
import { PIECES, sendEndlessly } from '../support/raw-connection.ts';
import { expect, test } from '../support/test.ts';

const LIMIT = 20;
const SIGNING_TOKEN = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;
const MEBIBYTE = 1024 * 1024;
const AT_ONCE = 8;

let portal: OwnPortal;
/** A portal of its own, with limits that are met soon and a webhook that is signed. */
test.beforeAll(async ({ platform }) => {
  portal = await startOwnPortal(platform, {
    name: 'entry',
    config: { trustedProxies: 1, limits: { strangers: LIMIT, webhooks: 1000 } },
    environment: { PORTOLAN_FORGE_GITLAB_WEBHOOK_SECRET: SIGNING_TOKEN },
  });
});
test.afterAll(() => portal.stop());

const ask = (headers: Record<string, string>) =>
  fetch(`http://127.0.0.1:${portal.port}/api/views/applications`, { headers });

test('strangers are held up by what the trusted proxy saw, whatever they write before it', async () => {
  for (let number = 0; number < LIMIT; number += 1) {
    expect((await ask({ 'x-forwarded-for': `1.1.1.${number}, 7.7.7.7` })).status).toBe(401);
  }
  for (const forged of ['8.8.8.8, 7.7.7.7', '7.7.7.7', '127.0.0.1,7.7.7.7:80']) {
    const refused = await ask({ 'x-forwarded-for': forged, 'x-portolan-peer': '9.9.9.9', 'x-real-ip': '9.9.9.9' });
    expect([refused.status, Number(refused.headers.get('retry-after'))]).toEqual([429, expect.any(Number)]);
    expect(await refused.json()).toMatchObject({ code: 'rate-limited' });
  }
  expect((await ask({ 'x-forwarded-for': '7.7.7.8' })).status).toBe(401);
});

test('without a proxy in front it is the connection itself that counts, whatever it is said to be', async () => {
  for (let number = 0; number < LIMIT; number += 1) {
    expect((await ask({ 'x-portolan-peer': `9.9.9.${number}` })).status).toBe(401);
  }
  expect((await ask({ 'x-portolan-peer': '9.9.9.9' })).status).toBe(429);
});

const now = () => Math.floor(Date.now() / 1000);
const post = (...headers: string[]) =>
  `POST /api/webhooks/gitlab HTTP/1.1\r\nHost: localhost\r\n${headers.map((header) => `${header}\r\n`).join('')}\r\n`;
const forged = () => [
  'webhook-id: id-1',
  `webhook-timestamp: ${now()}`,
  `webhook-signature: v1,${Buffer.alloc(32).toString('base64')}`,
];

test('deliveries of a gigabyte are left while they come, and cost no memory', async () => {
  test.setTimeout(180_000);
  const deliver = () => sendEndlessly(portal.port, post(...forged(), 'Transfer-Encoding: chunked'), 1024 * MEBIBYTE);
  // What the first ones load stays, and as many at once as are measured then.
  await Promise.all(Array.from({ length: AT_ONCE }, deliver));
  const before = residentBytes();
  let most = 0;
  const watching = setInterval(() => {
    most = Math.max(most, residentBytes());
  }, 5);
  // At once, so that what each of them costs is more than what the process breathes by itself.
  const answers = await Promise.all(Array.from({ length: AT_ONCE }, deliver));
  clearInterval(watching);
  for (const { status, taken } of answers) {
    expect([400, 0]).toContain(status);
    expect(taken).toBeLessThan(40 * MEBIBYTE);
  }
  expect((most - before) / AT_ONCE).toBeLessThanOrEqual(5 * MEBIBYTE);
});

/** Refused; who goes on sending may find the connection cut before the answer is read. */
const LEFT = [400, 403, 413, 0];

test('a delivery without proof is left before it comes', async () => {
  const { status, taken } = await sendEndlessly(portal.port, post('Transfer-Encoding: chunked'), 1024 * MEBIBYTE);
  expect(LEFT).toContain(status);
  expect(taken).toBeLessThan(10 * MEBIBYTE);
  expect((await fetch(`http://127.0.0.1:${portal.port}/healthz`)).status).toBe(200);
});

test('a delivery that announces a gigabyte is left before it comes', async () => {
  const head = post(...forged(), `Content-Length: ${1024 * MEBIBYTE}`);
  const { status, taken } = await sendEndlessly(portal.port, head, 1024 * MEBIBYTE, PIECES.plain);
  expect(LEFT).toContain(status);
  expect(taken).toBeLessThan(10 * MEBIBYTE);
  expect((await fetch(`http://127.0.0.1:${portal.port}/healthz`)).status).toBe(200);
});

function residentBytes(): number {
  const [, pages = '0'] = readFileSync(`/proc/${portal.pid}/statm`, 'utf8').split(' ');
  return Number(pages) * 4096;
}
