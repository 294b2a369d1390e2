import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AttackRig, openAttackRig } from '#lib/testing/oidc/attack-rig.ts';
import { expectRefused } from '#lib/testing/oidc/expect-refused.ts';
import { callbackRoute } from '../sign-in-routes.ts';

let rig: AttackRig;
beforeAll(async () => {
  rig = await openAttackRig();
});
afterAll(() => rig.close());
beforeEach(() => {
  rig.issuer.honest();
  rig.forget();
});

/** Begins a sign-in, lets the person through at the provider, and comes back with what an attacker made of it. */
async function comeBackWith(change: (back: { callback: URL; state: string }) => void) {
  const { redirectUrl, state } = await rig.begin();
  const back = { callback: rig.issuer.authorize(redirectUrl), state };
  change(back);
  return await rig.comeBack(back.callback, back.state);
}

it('lets an honest one in, so that what follows is refused for what is wrong with it', async () => {
  const outcome = await comeBackWith(() => undefined);
  expect(outcome).toMatchObject({ sessions: 1, problem: '', records: [{ outcome: 'done' }] });
  expect(outcome.session).toMatch(/^[\w-]{43}$/);
});

describe('an address to come back to is refused', () => {
  it.each<[string, (back: { callback: URL; state: string }) => void]>([
    ['without a state', ({ callback }) => callback.searchParams.delete('state')],
    ['with another state', ({ callback }) => callback.searchParams.set('state', 'made-up')],
    ['with an empty state', ({ callback }) => callback.searchParams.set('state', '')],
    [
      'with the state in other letters',
      ({ callback, state }) => callback.searchParams.set('state', state.toUpperCase()),
    ],
    ['with two states', ({ callback }) => callback.searchParams.append('state', 'made-up')],
    ['with a state that is a list', ({ callback, state }) => (callback.search = `?code=c&state[]=${state}`)],
    ['in a browser without the cookie', (back) => (back.state = '')],
    [
      'in a browser without the cookie, and without a state',
      (back) => {
        back.callback.searchParams.set('state', '');
        back.state = '';
      },
    ],
    ['without a code', ({ callback }) => callback.searchParams.delete('code')],
    ['with a made up code', ({ callback }) => callback.searchParams.set('code', 'made-up')],
    ['with two codes', ({ callback }) => callback.searchParams.append('code', 'made-up')],
    [
      'from another issuer, so that two are mixed up',
      ({ callback }) => callback.searchParams.set('iss', 'https://evil.example'),
    ],
    [
      'from two issuers',
      ({ callback }) => {
        callback.searchParams.append('iss', rig.issuer.url);
        callback.searchParams.append('iss', 'https://evil.example');
      },
    ],
    ['with a token in it', ({ callback }) => callback.searchParams.set('id_token', 'e30.e30.')],
    ['that says the person declined', ({ callback }) => callback.searchParams.set('error', 'access_denied')],
    [
      'that says an error in HTML',
      ({ callback }) => {
        callback.searchParams.set('error', '<script>alert(1)</script>');
        callback.searchParams.set('error_description', '<img src=x onerror=alert(1)>'.repeat(500));
      },
    ],
  ])('%s', async (_, change) => {
    expectRefused(await comeBackWith(change));
  });

  it('in another browser than the one that began it, even one that began another', async () => {
    const [hers, his] = [await rig.begin(), await rig.begin()];
    // Login CSRF: the attacker's own sign-in, finished in the victim's browser.
    expectRefused(await rig.comeBack(rig.issuer.authorize(his.redirectUrl), hers.state));
  });

  it('with somebody else`s code under one`s own state, because PKCE binds the code to who began', async () => {
    const [hers, his] = [await rig.begin(), await rig.begin()];
    const stolen = rig.issuer.authorize(his.redirectUrl);
    stolen.searchParams.set('state', hers.state);
    expectRefused(await rig.comeBack(stolen, hers.state));
  });

  it('a second time, and with the code again under a new state', async () => {
    const first = await rig.begin();
    const callback = rig.issuer.authorize(first.redirectUrl);
    expect((await rig.comeBack(callback, first.state)).sessions).toBe(1);
    expectRefused(await rig.comeBack(callback, first.state));
    const second = await rig.begin();
    callback.searchParams.set('state', second.state);
    expectRefused(await rig.comeBack(callback, second.state));
  });

  it('after twenty-five minutes', async () => {
    const { redirectUrl, state } = await rig.begin();
    rig.pass(25 * 60_000);
    expectRefused(await rig.comeBack(rig.issuer.authorize(redirectUrl), state));
  });

  it('without the issuer, from a provider that promises to name itself', async () => {
    rig.issuer.lies.discovery = { authorization_response_iss_parameter_supported: true };
    expectRefused(await comeBackWith(() => undefined));
    expect((await comeBackWith(({ callback }) => callback.searchParams.set('iss', rig.issuer.url))).sessions).toBe(1);
  });
});

it('keeps the verifier in the portal, and the challenge is never the plain one', async () => {
  rig.issuer.lies.discovery = { code_challenge_methods_supported: ['plain'] };
  const { searchParams } = new URL((await rig.begin()).redirectUrl);
  expect(searchParams.get('code_challenge_method')).toBe('S256');
  expect(searchParams.has('code_verifier')).toBe(false);
});

it('gives a new session to a browser that was planted one, and the planted one stays nobody`s', async () => {
  const { redirectUrl, state } = await rig.begin();
  const cookie = `portolan_session=planted; portolan_sign_in=${state}`;
  const request = new Request(rig.issuer.authorize(redirectUrl), { headers: { cookie } });
  const response = await callbackRoute(request, rig.portal.services);
  expect(response.headers.getSetCookie().join()).toMatch(/portolan_session=[\w-]{43};/);
});

describe('after signing in, nobody is led away', () => {
  it.each([
    ['//evil.example'],
    ['///evil.example'],
    ['////evil.example'],
    ['/\\evil.example'],
    ['/\\/evil.example'],
    ['\\\\evil.example'],
    ['/\t/evil.example'],
    ['/\n/evil.example'],
    ['\t//evil.example'],
    [' //evil.example'],
    ['/\u0000/evil.example'],
    ['https://evil.example'],
    ['https:evil.example'],
    ['HTTPS:/evil.example'],
    ['http:///evil.example'],
    ['javascript:alert(1)'],
    ['java\tscript:alert(1)'],
    ['data:text/html,x'],
    ['.evil.example'],
    ['@evil.example'],
    [':80@evil.example'],
    ['/..//evil.example'],
    ['/.//evil.example'],
    ['/%2e%2e//evil.example'],
    ['/%2f/evil.example'],
    ['/%5cevil.example'],
    ['/@evil.example'],
    ['/x\r\nset-cookie: a=b'],
    ['/。/evil.example'],
    ['/／evil.example'],
  ])('by %j', async (returnTo) => {
    const { redirectUrl, state } = await rig.begin(returnTo);
    const { location, sessions } = await rig.comeBack(rig.issuer.authorize(redirectUrl), state);
    expect(sessions).toBe(1);
    // As a browser reads the address that it is given.
    const target = new URL(location);
    expect(target.origin).toBe('http://localhost:3000');
    expect(new URL(target.pathname, 'http://localhost:3000').origin).toBe('http://localhost:3000');
  });
});
