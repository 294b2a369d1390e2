import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AttackRig, openAttackRig } from '#lib/testing/oidc/attack-rig.ts';
import { expectRefused } from '#lib/testing/oidc/expect-refused.ts';
import type { RawAnswer } from '#lib/testing/oidc/pretend-issuer.ts';
import { startRoute } from '../sign-in-routes.ts';

let rig: AttackRig;
beforeAll(async () => {
  rig = await openAttackRig();
});
afterAll(() => rig.close());
beforeEach(() => {
  rig.issuer.honest();
  rig.forget();
});

const DISCOVERY = '/.well-known/openid-configuration';
const HTML: RawAnswer = { headers: { 'content-type': 'text/html' }, body: '<h1>Welcome</h1><script>alert(1)</script>' };
const elsewhere = (status: number): RawAnswer => ({ status, headers: { location: `${rig.canary.url}/x` }, body: '' });

const ANSWERS: [string, () => RawAnswer][] = [
  ['a web page', () => HTML],
  ['a web page of a proxy in trouble', () => ({ ...HTML, status: 502 })],
  ['an answer without an end', () => ({ body: 'endless' })],
  ['one of 20 MB', () => ({ body: `{"x":"${'x'.repeat(20_000_000)}"}` })],
  ['a list', () => ({ body: '[]' })],
  ['nothing', () => ({ body: '' })],
  ['half of it', () => ({ body: '{"access_token": "acc' })],
  ['text', () => ({ headers: { 'content-type': 'text/plain' }, body: '{}' })],
  ['a way elsewhere (302)', () => elsewhere(302)],
  ['a way elsewhere (307), where what was posted would go along', () => elsewhere(307)],
  ['a refusal', () => ({ status: 401, body: '{"error":"invalid_client"}' })],
];

describe.each(['/token', '/userinfo', '/keys'])('a provider that answers at %s', (path) => {
  it.each(ANSWERS)('%s lets nobody in', async (_, answer) => {
    rig.issuer.lies.answers[path] = answer();
    const { redirectUrl, state } = await rig.begin();
    expectRefused(await rig.comeBack(rig.issuer.authorize(redirectUrl), state));
    expect(rig.canary.connections()).toBe(0);
  });
});

describe('a provider that says of a sign-in', () => {
  it.each([
    ['that it is of somebody else', { userInfo: { sub: '8' } }],
    ['that it is of nobody', { userInfo: { sub: undefined } }],
    ['that it is of a number', { userInfo: { sub: 7 } }],
    ['nothing that proves it', { token: { id_token: undefined } }],
    ['that it is another kind of token', { token: { token_type: 'mac' } }],
    ['nothing to act with', { token: { access_token: undefined } }],
    ['a name of a megabyte', { userInfo: { name: 'x'.repeat(400_000) } }],
  ])('%s lets nobody in', async (_, lies) => {
    Object.assign(rig.issuer.lies, lies);
    const { redirectUrl, state } = await rig.begin();
    expectRefused(await rig.comeBack(rig.issuer.authorize(redirectUrl), state));
  });
});

/** Discovery comes first: nobody is sent anywhere, and nothing is kept. */
async function expectNoBeginning(): Promise<void> {
  const request = new Request('http://localhost:3000/api/session/start', {
    method: 'POST',
    headers: { origin: 'http://localhost:3000', 'content-type': 'application/json' },
    body: '{}',
  });
  const response = await startRoute(request, rig.portal.services);
  expect([response.status, response.headers.getSetCookie()]).toEqual([503, []]);
  expect(await response.json()).toMatchObject({ code: 'unavailable', message: expect.stringMatching(/^gitlab does/) });
  expect(rig.canary.connections()).toBe(0);
}

describe('a discovery document', () => {
  it.each<[string, () => Record<string, unknown>]>([
    ['of another issuer', () => ({ issuer: 'https://evil.example' })],
    ['of almost the issuer', () => ({ issuer: `${rig.issuer.url}/other` })],
    ['of no issuer', () => ({ issuer: undefined })],
    ['that sends people elsewhere', () => ({ authorization_endpoint: 'https://evil.example/authorize' })],
    ['that sends people to a script', () => ({ authorization_endpoint: 'javascript:alert(1)//' })],
    ['that has codes sent elsewhere', () => ({ token_endpoint: `${rig.canary.url}/token` })],
    ['that has tokens sent elsewhere', () => ({ userinfo_endpoint: `${rig.canary.url}/userinfo` })],
    ['whose keys lie elsewhere', () => ({ jwks_uri: `${rig.canary.url}/keys` })],
    ['that has tokens revoked elsewhere', () => ({ revocation_endpoint: `${rig.canary.url}/revoke` })],
    ['that names addresses of another scheme', () => ({ token_endpoint: rig.issuer.url.replace('http:', 'https:') })],
    [
      'that names addresses with credentials',
      () => ({ token_endpoint: `http://127.0.0.1@${new URL(rig.canary.url).host}/` }),
    ],
    ['that names no addresses', () => ({ token_endpoint: 'token' })],
  ])('%s is not believed', async (_, discovery) => {
    rig.issuer.lies.discovery = discovery();
    await expectNoBeginning();
  });

  it.each(ANSWERS)('that is %s is not believed', async (_, answer) => {
    rig.issuer.lies.answers[DISCOVERY] = answer();
    await expectNoBeginning();
  });

  it('over plain HTTP is not asked for where the configuration says HTTPS', async () => {
    rig.forget(rig.issuer.url.replace('http:', 'https:'));
    const before = rig.issuer.asked(DISCOVERY);
    await expectNoBeginning();
    expect(rig.issuer.asked(DISCOVERY)).toBe(before);
  });
});
