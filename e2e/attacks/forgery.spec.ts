import { type ChangingCall, changingCalls } from '../support/attacks/changing-calls.ts';
import { readFarSide } from '../support/attacks/far-side.ts';
import { forgeriesAgainst } from '../support/attacks/forgeries.ts';
import { ROUTES } from '../support/attacks/rights.ts';
import { sendForgery } from '../support/attacks/send-forgery.ts';
import type { OwnPortal } from '../support/own-portal.ts';
import { startSibling } from '../support/sibling.ts';
import { expect, test } from '../support/test.ts';

test.describe.configure({ mode: 'serial', timeout: 180_000 });
const SIBLING = 'forged';
const NAME = 'forged';
let portal: OwnPortal;
let calls: ChangingCall[];

test.beforeAll(async ({ platform }) => {
  portal = await startSibling(platform, { name: SIBLING });
  calls = await changingCalls(portal, NAME);
});
test.afterAll(async () => portal.stop());

test('every changing route is tried', () => {
  const posted = Object.entries(ROUTES).flatMap(([route, methods]) => (methods.POST === undefined ? [] : [route]));
  const tried = new Set(calls.map(({ path }) => path));
  // The forge sends webhooks, not a browser; their key is tried below. The API takes no cookie: e2e/ask.spec.ts.
  expect(posted.filter((route) => !tried.has(route))).toEqual(['/api/webhooks/[forge]', '/generate/manifest']);
});

test('no changing call works from another site, and none leaves a trace', async ({ platform }) => {
  const before = await readFarSide(platform, SIBLING, NAME);
  expect(before.branches?.length, 'branches that could be touched').toBeGreaterThan(0);
  const forgeries = forgeriesAgainst(portal.url);
  const worked: string[] = [];
  for (const call of calls) {
    for (const forgery of forgeries) {
      const { status, headers, body } = await sendForgery(portal, call, forgery);
      const isRefused = [400, 403, 405].includes(status);
      // Next answers OPTIONS by itself; no other site is given leave by it.
      const isMute = status === 204 && forgery.method === 'OPTIONS';
      const permits = Object.keys(headers).filter((name) => name.startsWith('access-control-'));
      if (!(isRefused || isMute) || permits.length > 0 || headers['set-cookie'] !== undefined) {
        worked.push(`${call.path}, ${forgery.name}: ${status} ${permits} ${body.slice(0, 200)}`);
      }
    }
  }
  test.info().annotations.push({ type: 'requests', description: String(calls.length * forgeries.length) });
  expect(worked).toEqual([]);
  expect(await readFarSide(platform, SIBLING, NAME)).toEqual(before);
});

test('a webhook without its key is nobody’s', async () => {
  const secret = 'x'.repeat(32);
  for (const [name, headers] of Object.entries({
    none: {},
    empty: { 'x-gitlab-token': '' },
    wrong: { 'x-gitlab-token': secret },
    'in another header': { authorization: `Bearer ${secret}`, 'x-hub-signature-256': `sha256=${secret}` },
  })) {
    for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded']) {
      const call = { path: `/api/webhooks/gitlab?token=${secret}`, cookie: '', body: `{"token":"${secret}"}` };
      const { status } = await sendForgery(portal, call, { name, type, headers });
      expect(status, `${name} as ${type}`).toBe(403);
    }
  }
});

test('each of the calls works from the portal’s own page', async ({ platform }) => {
  const before = await readFarSide(platform, SIBLING, NAME);
  for (const call of calls) {
    const { status, body } = await sendForgery(
      portal,
      { ...call, body: call.harmless ?? call.body },
      { name: 'its own page' },
    );
    expect(status, `${call.path}: ${body}`).toBe(call.status);
  }
  const after = await readFarSide(platform, SIBLING, NAME);
  for (const side of Object.keys(before)) {
    expect(after[side], `what is seen of ${side}`).not.toEqual(before[side]);
  }
});
