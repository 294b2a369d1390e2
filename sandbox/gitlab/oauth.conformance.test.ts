import * as client from 'openid-client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { APPLICATION, type ExampleGitLab, SEED, startExample, stopExample } from './testing/example-gitlab.ts';

let gitlab: ExampleGitLab;
let config: client.Configuration;
const redirectUri = APPLICATION.redirectUris[0] ?? '';

beforeAll(async () => {
  gitlab = await startExample();
  config = await discover(APPLICATION.clientId, APPLICATION.clientSecret);
});

afterAll(() => stopExample(gitlab));

function discover(clientId: string, secret: string): Promise<client.Configuration> {
  return client.discovery(new URL(gitlab.url), clientId, secret, undefined, {
    execute: [client.allowInsecureRequests],
  });
}

/** A browser without scripts: keeps cookies, follows redirects on GitLab's own address, posts forms. */
function createBrowser() {
  let cookie = '';
  const visit = async (url: string, form?: Record<string, string>): Promise<{ url: string; html: string }> => {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: cookie === '' ? {} : { cookie },
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const set of response.headers.getSetCookie()) {
      cookie = set.split(';')[0] ?? '';
    }
    const location = response.headers.get('location');
    if (location === null) {
      return { url, html: await response.text() };
    }
    const next = new URL(location, url).toString();
    return next.startsWith(gitlab.url) ? visit(next) : { url: next, html: '' };
  };
  return { visit, setCookie: (value: string) => (cookie = value), cookie: () => cookie };
}

const hidden = (html: string, name: string) =>
  new RegExp(`name="${name.replaceAll(/[[\]]/g, '\\$&')}" value="([^"]*)"`).exec(html)?.[1]?.replaceAll('&amp;', '&') ??
  '';

async function signIn(browser: ReturnType<typeof createBrowser>, html: string, username: string, password?: string) {
  return browser.visit(`${gitlab.url}/users/sign_in`, {
    authenticity_token: hidden(html, 'authenticity_token'),
    return_to: hidden(html, 'return_to'),
    'user[login]': username,
    'user[password]': password ?? `password of ${username}`,
  });
}

type Flow = { verifier: string; state: string; nonce: string; url: URL };

async function startFlow(extra: Record<string, string> = {}, configuration = config): Promise<Flow> {
  const verifier = client.randomPKCECodeVerifier();
  const [state, nonce] = [client.randomState(), client.randomNonce()];
  const url = client.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: 'openid profile email api',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...extra,
  });
  return { verifier, state, nonce, url };
}

const exchange = (flow: Flow, callback: string, configuration = config) =>
  client.authorizationCodeGrant(configuration, new URL(callback), {
    pkceCodeVerifier: flow.verifier,
    expectedState: flow.state,
    expectedNonce: flow.nonce,
    idTokenExpected: true,
  });

async function signedInTokens(username: string) {
  const browser = createBrowser();
  const flow = await startFlow();
  const page = await browser.visit(flow.url.toString());
  const { url } = await signIn(browser, page.html, username);
  return exchange(flow, url);
}

const errorOf = (call: Promise<unknown>) =>
  call.then(
    () => 'no error',
    (error: { error?: string; code?: string }) => error.error ?? error.code,
  );

describe('sign-in with OpenID Connect', () => {
  it('signs a person in with PKCE, and a certified client believes every token', async () => {
    const tokens = await signedInTokens('ada');
    expect(tokens.expires_in).toBe(7200);
    expect(tokens.scope).toBe('openid profile email api');
    expect(tokens.claims()).toMatchObject({
      iss: gitlab.url,
      aud: APPLICATION.clientId,
      sub: '2',
      email: 'ada@example.test',
      email_verified: true,
      groups_direct: ['platform'],
    });
    expect(tokens.claims()).not.toHaveProperty('groups');
    const info = await client.fetchUserInfo(config, tokens.access_token, '2');
    expect(info).toMatchObject({
      preferred_username: 'ada',
      nickname: 'ada',
      groups: ['platform', 'platform/apps'],
      'https://gitlab.org/claims/groups/developer': ['platform', 'platform/apps'],
    });
    const me = await fetch(`${gitlab.url}/api/v4/user`, {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    });
    expect(await me.json()).toMatchObject({ username: 'ada' });
  });

  it('rotates refresh tokens: the old pair is dead at once, using it again is refused', async () => {
    const first = await signedInTokens('ada');
    const second = await client.refreshTokenGrant(config, first.refresh_token ?? '');
    expect(second.access_token).not.toBe(first.access_token);
    expect(await errorOf(client.refreshTokenGrant(config, first.refresh_token ?? ''))).toBe('invalid_grant');
    const old = await fetch(`${gitlab.url}/api/v4/user`, {
      headers: { authorization: `Bearer ${first.access_token}` },
    });
    expect(old.status).toBe(401);
    expect(await old.json()).toEqual({
      error: 'invalid_token',
      error_description: 'Token was revoked. You have to re-authorize from the user.',
    });
    expect((await client.tokenIntrospection(config, second.access_token)).active).toBe(true);
    expect((await client.tokenIntrospection(config, first.access_token)).active).toBe(false);
  });

  it('lets only one of two refreshes at once through', async () => {
    const { refresh_token: token = '' } = await signedInTokens('ada');
    const outcomes = await Promise.all([1, 2, 3].map(() => errorOf(client.refreshTokenGrant(config, token))));
    expect(outcomes.sort()).toEqual(['invalid_grant', 'invalid_grant', 'no error']);
  });

  it('refuses an expired access token and refreshes it; a revoked pair is gone for good', async () => {
    const tokens = await signedInTokens('grace');
    gitlab.act.expireTokensOf('grace');
    const answer = await fetch(`${gitlab.url}/api/v4/user`, {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    });
    expect([answer.status, await answer.json()]).toEqual([
      401,
      {
        error: 'invalid_token',
        error_description: 'Token is expired. You can either do re-authorization or token refresh.',
      },
    ]);
    const fresh = await client.refreshTokenGrant(config, tokens.refresh_token ?? '');
    await client.tokenRevocation(config, fresh.access_token);
    expect(await errorOf(client.refreshTokenGrant(config, fresh.refresh_token ?? ''))).toBe('invalid_grant');
    expect(gitlab.inspect.liveTokens('grace')).toBe(0);
  });

  it('lets a second person sign in in the same browser, by prompt and by signing out', async () => {
    const browser = createBrowser();
    const first = await startFlow();
    await signIn(browser, (await browser.visit(first.url.toString())).html, 'ada');
    const silent = await startFlow();
    expect((await browser.visit(silent.url.toString())).url).toContain(`${redirectUri}?code=`);

    const prompted = await startFlow({ prompt: 'login' });
    const form = await browser.visit(prompted.url.toString());
    expect(form.html).toContain('Continue as');
    const grace = await exchange(prompted, (await signIn(browser, form.html, 'grace')).url);
    expect(grace.claims()?.sub).toBe('3');

    await browser.visit(`${gitlab.url}/users/sign_out`);
    const again = await startFlow();
    expect((await browser.visit(again.url.toString())).html).toContain('Continue as');
  });
});

describe('what the provider refuses', () => {
  let browser: ReturnType<typeof createBrowser>;

  beforeEach(async () => {
    browser = createBrowser();
    const page = await browser.visit(`${gitlab.url}/users/sign_in`);
    await signIn(browser, page.html, 'ada');
  });

  it('a code a second time, and a wrong verifier', async () => {
    const flow = await startFlow();
    const { url } = await browser.visit(flow.url.toString());
    expect(await errorOf(exchange({ ...flow, verifier: client.randomPKCECodeVerifier() }, url))).toBe('invalid_grant');
    await exchange(flow, url);
    expect(await errorOf(exchange(flow, url))).toBe('invalid_grant');
  });

  it('a code without the verifier that its challenge calls for', async () => {
    const flow = await startFlow();
    const code = new URL((await browser.visit(flow.url.toString())).url).searchParams.get('code') ?? '';
    const response = await fetch(`${gitlab.url}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        client_id: APPLICATION.clientId,
        client_secret: APPLICATION.clientSecret,
      }),
    });
    expect([response.status, (await response.json()).error]).toEqual([400, 'invalid_request']);
  });

  it('a wrong client secret', async () => {
    const wrong = await discover(APPLICATION.clientId, 'wrong');
    const flow = await startFlow({}, wrong);
    const { url } = await browser.visit(flow.url.toString());
    // The 401 carries a challenge, and the client reports that one.
    expect(await errorOf(exchange(flow, url, wrong))).toBe('OAUTH_WWW_AUTHENTICATE_CHALLENGE');
  });

  const addresses = [
    `${redirectUri}/`,
    `${redirectUri}?x=1`,
    'http://localhost:3001/api/auth/callback',
    'https://evil.test/',
  ];
  it.each(addresses)('the redirect address %s, without redirecting to it', async (address) => {
    const flow = await startFlow({ redirect_uri: address });
    const page = await browser.visit(flow.url.toString());
    expect(page.url.startsWith(gitlab.url)).toBe(true);
    expect(page.html).toContain('redirect uri');
  });

  it('a scope the application does not have', async () => {
    const flow = await startFlow({ scope: 'openid sudo' });
    const back = new URL((await browser.visit(flow.url.toString())).url);
    expect([back.searchParams.get('error'), back.searchParams.get('state')]).toEqual(['invalid_scope', flow.state]);
  });

  it('to go anywhere but its own pages after signing in', async () => {
    const stranger = createBrowser();
    const page = await stranger.visit(`${gitlab.url}/users/sign_in?return_to=//evil.test/`);
    expect(hidden(page.html, 'return_to')).toBe('/');
  });

  it('a wrong password, and a form that is not its own', async () => {
    const stranger = createBrowser();
    const page = await stranger.visit(`${gitlab.url}/users/sign_in`);
    expect((await signIn(stranger, page.html, 'ada', 'wrong')).html).toContain('Invalid login or password.');
    const forged = page.html.replace(/name="authenticity_token" value="[^"]*"/, 'name="authenticity_token" value="x"');
    expect((await signIn(stranger, forged, 'ada')).html).toContain('This form had expired');
  });
});

describe('consent', () => {
  it('is asked once for an application that is not trusted, and can be denied', async () => {
    const untrusted = { ...APPLICATION, clientId: 'untrusted', trusted: false };
    const other = await startExample({ seed: { ...SEED, applications: [untrusted] } });
    const before = gitlab;
    gitlab = other;
    try {
      const configuration = await discover('untrusted', APPLICATION.clientSecret);
      const browser = createBrowser();
      const flow = await startFlow({}, configuration);
      const page = await browser.visit(flow.url.toString());
      const consent = await signIn(browser, page.html, 'ada');
      expect(consent.html).toContain('asks for access to your account');
      const fields = Object.fromEntries(flow.url.searchParams);
      const token = { authenticity_token: hidden(consent.html, 'authenticity_token') };
      const denied = await browser.visit(`${gitlab.url}/oauth/authorize`, { ...fields, ...token, _method: 'delete' });
      expect(new URL(denied.url).searchParams.get('error')).toBe('access_denied');
      const granted = await browser.visit(`${gitlab.url}/oauth/authorize`, { ...fields, ...token });
      await exchange(flow, granted.url, configuration);
      const again = await startFlow({}, configuration);
      expect((await browser.visit(again.url.toString())).url).toContain(`${redirectUri}?code=`);
    } finally {
      gitlab = before;
      await stopExample(other);
    }
  });
});
