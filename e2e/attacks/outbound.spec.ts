import { type Canary, startCanary } from '../../sandbox/testing/canary.ts';
import { ssrfAddresses } from '../../sandbox/testing/ssrf-addresses.ts';
import { cookieOf } from '../support/attacks/callers.ts';
import { webServiceValues } from '../support/attacks/open-change.ts';
import type { OwnPortal } from '../support/own-portal.ts';
import { sendBytes } from '../support/raw-connection.ts';
import { sendRaw } from '../support/raw-request.ts';
import { startSibling } from '../support/sibling.ts';
import { expect, test } from '../support/test.ts';

let canary: Canary;
let portal: OwnPortal;
test.beforeAll(async ({ platform }) => {
  canary = await startCanary();
  portal = await startSibling(platform, { name: 'outbound' });
});
test.afterAll(async () => {
  await portal.stop();
  await canary.close();
});

/** Ways in which a request can name an address that a careless server goes to. */
const REQUESTS: [string, (address: string, host: string) => string][] = [
  ['as the whole target of a request', (address, host) => head(`GET ${address}`, host)],
  ['to connect to', (address, host) => head(`CONNECT ${address.replace(/^\w+:\/*/, '').replace(/\/.*$/, '')}`, host)],
  ['as its host', (address) => head('GET /', new URL(address, 'http://x').host)],
  [
    'as the host that a proxy says',
    (address, host) => head('GET /sign-in', host, `X-Forwarded-Host: ${address}`, 'X-Forwarded-Proto: http'),
  ],
  [
    'with an upgrade',
    (address, host) =>
      head(
        `GET ${address}`,
        host,
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
      ),
  ],
  [
    'for a picture to be made smaller',
    (address, host) => head(`GET /_next/image?url=${encodeURIComponent(address)}&w=640&q=75`, host),
  ],
  [
    'to be rewritten to',
    (address, host) =>
      head('GET /', host, `x-middleware-rewrite: ${address}`, `x-nextjs-rewrite: ${address}`, `x-middleware-next: 1`),
  ],
  ['to come back to', (address, host) => head(`GET /sign-in?returnTo=${encodeURIComponent(address)}`, host)],
  [
    'as the address of a callback',
    (address, host) => head(`GET /api/session/callback?state=x&code=x&iss=${encodeURIComponent(address)}`, host),
  ],
  ['in a path with two slashes', (address, host) => head(`GET //${address.replace(/^\w+:\/*/, '')}`, host)],
];

function head(line: string, host: string, ...headers: string[]): string {
  // Sent as it is but for line breaks, which would end it.
  const safe = [line.replaceAll(/[\r\n]/g, ''), ...headers.map((header) => header.replaceAll(/[\r\n]/g, ''))];
  return `${safe[0]} HTTP/1.1\r\nHost: ${host}\r\n${safe
    .slice(1)
    .map((header) => `${header}\r\n`)
    .join('')}Connection: close\r\n\r\n`;
}

const hostOf = (address: string) => (URL.canParse(address) ? address : 'http://x/');

for (const [name, make] of REQUESTS) {
  test(`a request that names one of 80 addresses ${name} leads nowhere`, async () => {
    const addresses = ssrfAddresses(canary.port);
    expect(addresses.length).toBeGreaterThanOrEqual(80);
    const { host } = new URL(portal.url);
    const statuses: string[] = [];
    for (const address of addresses) {
      const answer = await sendBytes(portal.port, make(name === 'as its host' ? hostOf(address) : address, host));
      statuses.push(answer.slice(9, 12));
      // Who asks for a whole address is told to ask for it in one spelling; everybody else stays here.
      const location = /^location: (.*)$/im.exec(answer)?.[1] ?? '/';
      if (!/target|upgrade/.test(name)) {
        expect(new URL(location, portal.url).port).not.toBe(String(canary.port));
      }
    }
    expect(canary.connections()).toBe(0);
    expect(statuses.filter((status) => status.startsWith('5') && status !== '501')).toEqual([]);
  });
}

test('values of people and of webhooks that are addresses are not gone to', async ({ platform }) => {
  const addresses = ssrfAddresses(canary.port);
  for (const address of addresses) {
    for (const field of ['name', 'image', 'healthPath']) {
      const answer = await sendRaw({
        port: portal.port,
        method: 'POST',
        path: '/api/commands/preview-change',
        headers: { origin: portal.url, cookie: cookieOf('dana'), 'content-type': 'application/json' },
        body: JSON.stringify({
          templateId: 'web-service',
          values: { ...webServiceValues('leads-nowhere'), [field]: address },
        }),
      });
      // Rendered, or shown at the field as a value that it does not take.
      expect(answer.status, answer.body).toBe(200);
    }
  }
  const token = platform.environment.PORTOLAN_FORGE_GITLAB_WEBHOOK_SECRET ?? '';
  const heard = await sendRaw({
    port: portal.port,
    method: 'POST',
    path: '/api/webhooks/gitlab',
    headers: { 'x-gitlab-token': token, 'content-type': 'application/json' },
    body: JSON.stringify({
      object_kind: 'push',
      project: { web_url: addresses[0], git_http_url: addresses[0] },
      commits: addresses.map((url) => ({ url })),
    }),
  });
  expect(heard.status, heard.body).toBe(200);
  expect(canary.connections()).toBe(0);
});
