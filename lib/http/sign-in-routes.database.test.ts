import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createSignInBrowser } from '#lib/testing/sign-in-browser.ts';
import { openSignInRig, type SignInRig } from '#lib/testing/sign-in-rig.ts';
import { authenticate } from '#lib/usecases/session/authenticate.ts';
import { callbackRoute, endRoute, singleUserRoute, startRoute } from './sign-in-routes.ts';

/** As the sandbox's GitLab has the portal registered. */
const PORTAL = 'http://localhost:3000';

let rig: SignInRig;
beforeAll(async () => {
  rig = await openSignInRig();
});
afterAll(() => rig.close());
afterEach(() => {
  services().signIn.provider = rig.provider;
});

const services = () => rig.portal.services;

function post(body: unknown, headers: Record<string, string> = {}): Request {
  return new Request(`${PORTAL}/api/session/x`, {
    method: 'POST',
    headers: { origin: PORTAL, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

/** Name and value of the cookies that an answer sets; '' for one that it removes. */
function cookiesOf(response: Response): Record<string, string> {
  return Object.fromEntries(
    response.headers.getSetCookie().map((cookie) => {
      const [pair = ''] = cookie.split(';');
      return [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
    }),
  );
}

async function begin(returnTo: string): Promise<{ callback: URL; state: string }> {
  const response = await startRoute(post({ returnTo }), services());
  expect(response.status).toBe(200);
  const { redirectUrl } = (await response.json()) as { redirectUrl: string };
  const callback = await createSignInBrowser(rig.gitlab.url).signIn(redirectUrl, 'ada', 'password of ada');
  return { callback, state: cookiesOf(response).portolan_sign_in ?? '' };
}

const comeBack = (callback: URL, state: string) =>
  callbackRoute(new Request(callback, { headers: { cookie: `portolan_sign_in=${state}` } }), services());

async function signIn(returnTo = '/'): Promise<{ response: Response; cookie: string }> {
  const { callback, state } = await begin(returnTo);
  const response = await comeBack(callback, state);
  return { response, cookie: `portolan_session=${cookiesOf(response).portolan_session}` };
}

const who = (cookie: string) => authenticate(services(), cookie.split('=')[1]);

const problemOf = (response: Response) =>
  Buffer.from(cookiesOf(response).portolan_problem ?? '', 'base64url').toString('utf8');

describe('signing in over HTTP', () => {
  it('goes to GitLab and back to where it began, and leaves only the session in the browser', async () => {
    const { response, cookie } = await signIn('/changes?phase=open');
    expect([response.status, response.headers.get('location')]).toEqual([303, `${PORTAL}/changes?phase=open`]);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(cookiesOf(response).portolan_sign_in).toBe('');
    expect((await who(cookie))?.username).toBe('ada');
    const { searchParams } = new URL(response.headers.get('location') ?? '');
    expect([...searchParams.keys()]).toEqual(['phase']);
  });

  it('comes back to an address with letters beyond Latin', async () => {
    const { response } = await signIn('/search?q=größe日');
    expect(decodeURI(response.headers.get('location') ?? '')).toBe(`${PORTAL}/search?q=größe日`);
  });

  it('gives another session to a browser that has one already, so that none can be planted', async () => {
    const { token } = await rig.signIn('grace');
    for (const planted of ['portolan_session=planted', `portolan_session=${token}`]) {
      const { callback, state } = await begin('/');
      const request = new Request(callback, { headers: { cookie: `${planted}; portolan_sign_in=${state}` } });
      const cookies = cookiesOf(await callbackRoute(request, services()));
      const given = `portolan_session=${cookies.portolan_session}`;
      expect(cookies.portolan_session).toMatch(/^[\w-]{43}$/);
      expect(given).not.toBe(planted);
      // Whoever planted it knows it, and it shows nothing of the person who signed in.
      expect((await who(given))?.username).toBe('ada');
      expect((await who(planted))?.username).not.toBe('ada');
    }
  });

  it.each([
    ['of another browser', (state: string) => `${state}x`],
    ['of none', () => ''],
  ])('tells on the sign-in page that it cannot go on in a browser with the cookie %s', async (_, change) => {
    const { callback, state } = await begin('/changes');
    const response = await comeBack(callback, change(state));
    const location = new URL(response.headers.get('location') ?? '');
    // Not in the address, where anybody could write a message for somebody else to read.
    expect([response.status, location.href]).toEqual([303, `${PORTAL}/sign-in`]);
    expect(problemOf(response)).toMatch(/\S/);
    expect(cookiesOf(response)).toMatchObject({ portolan_sign_in: '' });
  });

  it('says no more than it must when GitLab is in trouble', async () => {
    const { callback, state } = await begin('/');
    rig.gitlab.faults.set({ id: 'down', server: 'gitlab', kind: 'status', status: 500, path: '/oauth/token' });
    const response = await comeBack(callback, state);
    rig.gitlab.faults.clear();
    expect(problemOf(response)).toBe(
      'GitLab does not answer as it should, so nobody can sign in now. Try again in a moment.',
    );
  });

  it.each([
    ['from another site', () => post({ returnTo: '/' }, { origin: 'https://evil.example' }), 403],
    ['as a form', () => post({ returnTo: '/' }, { 'content-type': 'text/plain' }), 400],
    ['with a body that is no object', () => post(null), 400],
  ])('is not begun %s', async (_, request, status) => {
    const response = await startRoute(request(), services());
    expect([response.status, response.headers.getSetCookie()]).toEqual([status, []]);
  });
});

describe('signing out over HTTP', () => {
  it('ends this session and removes its cookie', async () => {
    const [{ cookie: here }, { cookie: there }] = [await signIn(), await signIn()];
    const response = await endRoute(post({}, { cookie: here }), services());
    expect([response.status, await response.json()]).toEqual([200, { redirectUrl: '/sign-in' }]);
    expect(cookiesOf(response)).toEqual({ portolan_session: '' });
    expect([await who(here), (await who(there))?.username]).toEqual([null, 'ada']);
  });

  it('ends all of them where that is asked for', async () => {
    const [{ cookie: here }, { cookie: there }] = [await signIn(), await signIn()];
    await endRoute(post({ everywhere: true }, { cookie: here }), services());
    expect([await who(here), await who(there)]).toEqual([null, null]);
  });

  it.each([
    ['from another site', { origin: 'https://evil.example' }, 403],
    ['without a session', { cookie: 'portolan_session=x' }, 401],
    ['as a form', { 'content-type': 'application/x-www-form-urlencoded' }, 400],
  ])('does nothing %s', async (_, headers, status) => {
    const { cookie } = await signIn();
    const response = await endRoute(post({ everywhere: true }, { cookie, ...headers }), services());
    expect(response.status).toBe(status);
    expect((await who(cookie))?.username).toBe('ada');
  });
});

describe('a portal with a single user, over HTTP', () => {
  it('lets its own pages sign that one in, and no other site', async () => {
    services().signIn.provider = null;
    const response = await singleUserRoute(post({ returnTo: '//evil.example' }), services());
    expect([response.status, await response.json()]).toEqual([200, { redirectUrl: '/' }]);
    expect((await who(`x=${cookiesOf(response).portolan_session}`))?.role).toBe('admin');
    const foreign = await singleUserRoute(post({}, { origin: 'https://evil.example' }), services());
    expect([foreign.status, foreign.headers.getSetCookie()]).toEqual([403, []]);
  });

  it('is not to be had where people sign in with the forge', async () => {
    const response = await singleUserRoute(post({}), services());
    expect([response.status, response.headers.getSetCookie()]).toEqual([404, []]);
  });
});
