import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createSystemClock } from '#lib/adapters/clock/system-clock.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { IdentityProvider } from '#lib/ports/identity.ts';
import { createSignInBrowser } from '#lib/testing/sign-in-browser.ts';
import { APPLICATION, type ExampleGitLab, startExample, stopExample } from '#sandbox/gitlab/testing/example-gitlab.ts';
import { createOidcProvider } from './provider.ts';

const REDIRECT_URI = APPLICATION.redirectUris[0] ?? '';
const HOUR_MS = 3_600_000;

let gitlab: ExampleGitLab;
let provider: IdentityProvider;
beforeAll(async () => {
  gitlab = await startExample();
  provider = open();
});
afterAll(() => stopExample(gitlab));
afterEach(() => {
  gitlab.faults.clear();
  gitlab.act.setBlocked('ada', false);
});

function open(overrides: Partial<Parameters<typeof createOidcProvider>[0]> = {}): IdentityProvider {
  return createOidcProvider(
    {
      id: 'gitlab',
      name: 'GitLab',
      issuer: gitlab.url,
      clientId: APPLICATION.clientId,
      clientSecret: APPLICATION.clientSecret,
      redirectUri: REDIRECT_URI,
      scopes: ['openid', 'profile', 'email', 'api'],
      ...overrides,
    },
    createSystemClock(),
  );
}

/** Begins a sign-in and lets somebody enter their password; what comes back to the portal is still to be judged. */
async function arrive(from = provider, username = 'ada') {
  const started = await from.start();
  const callback = await createSignInBrowser(gitlab.url).signIn(
    started.redirectUrl,
    username,
    `password of ${username}`,
  );
  return { started, callback };
}

async function signIn(username = 'ada') {
  const { started, callback } = await arrive(provider, username);
  return await provider.finish(callback, started);
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: unknown) => {
      expect(error).toBeInstanceOf(ExternalError);
      return (error as ExternalError).kind;
    },
  );
const worksAt = async (accessToken: string) =>
  (await fetch(`${gitlab.url}/api/v4/user`, { headers: { authorization: `Bearer ${accessToken}` } })).status === 200;

describe('the way to the provider', () => {
  it('carries state, nonce and a challenge, and not what they are checked with', async () => {
    const { redirectUrl, state, nonce, codeVerifier } = await provider.start();
    const { origin, pathname, searchParams } = new URL(redirectUrl);
    expect(origin + pathname).toBe(`${gitlab.url}/oauth/authorize`);
    expect(Object.fromEntries(searchParams)).toMatchObject({
      client_id: APPLICATION.clientId,
      redirect_uri: REDIRECT_URI,
      response_type: 'code',
      scope: 'openid profile email api',
      state,
      nonce,
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(redirectUrl).not.toContain(codeVerifier);
    expect(redirectUrl).not.toContain(APPLICATION.clientSecret);
  });

  it('is another one each time', async () => {
    const [first, second] = [await provider.start(), await provider.start()];
    for (const key of ['state', 'nonce', 'codeVerifier'] as const) {
      expect(first[key]).not.toBe(second[key]);
      expect(first[key].length).toBeGreaterThanOrEqual(43);
    }
  });
});

describe('the way back', () => {
  it('gives who it is, with every group, and tokens of their own that work', async () => {
    const { identity, tokens } = await signIn();
    expect(identity).toEqual({
      issuer: gitlab.url,
      subject: '2',
      username: 'ada',
      name: 'Ada Archer',
      avatarUrl: null,
      groups: ['platform', 'platform/apps'],
    });
    expect(await worksAt(tokens.accessToken)).toBe(true);
    expect(tokens.refreshToken).not.toBeNull();
    expect((tokens.expiresAt ?? 0) - Date.now()).toBeGreaterThan(HOUR_MS);
  });

  it('is taken at the address that is registered, whatever host a proxy let the portal see', async () => {
    const { started, callback } = await arrive();
    const seen = new URL(`http://10.42.0.7:3000/api/auth/callback${callback.search}`);
    expect((await provider.finish(seen, started)).identity.username).toBe('ada');
  });

  it.each([
    ['another state', { state: 'other' }],
    ['another nonce', { nonce: 'other' }],
    ['another verifier', { codeVerifier: 'x'.repeat(43) }],
  ])('is refused with %s', async (_, change) => {
    const { started, callback } = await arrive();
    expect(await failure(provider.finish(callback, { ...started, ...change }))).toMatch(/^(auth|invalid-response)$/);
  });

  it('is refused without a state, with a code that was used, and with one that was made up', async () => {
    const { started, callback } = await arrive();
    const stateless = new URL(callback);
    stateless.searchParams.delete('state');
    expect(await failure(provider.finish(stateless, started))).toBe('invalid-response');
    await provider.finish(callback, started);
    expect(await failure(provider.finish(callback, started))).toBe('auth');
    callback.searchParams.set('code', 'made-up');
    expect(await failure(provider.finish(callback, started))).toBe('auth');
  });

  it('says that a person declined', async () => {
    const { started } = await arrive();
    const declined = new URL(
      `${REDIRECT_URI}?${new URLSearchParams({ error: 'access_denied', state: started.state })}`,
    );
    expect(await failure(provider.finish(declined, started))).toBe('forbidden');
  });

  it('blames the configuration, not the person, for a client that is not accepted', async () => {
    const wrong = open({ clientSecret: 'wrong' });
    const { started, callback } = await arrive(wrong);
    expect(await failure(wrong.finish(callback, started))).toBe('invalid');
    const { tokens } = await signIn();
    expect(await failure(wrong.refresh(tokens.refreshToken ?? ''))).toBe('invalid');
    expect(await worksAt(tokens.accessToken)).toBe(true);
  });
});

describe('refreshing', () => {
  it('gives a new pair; the old one is dead, and using it again gets nothing', async () => {
    const { tokens: first } = await signIn();
    const second = await provider.refresh(first.refreshToken ?? '');
    expect(second.accessToken).not.toBe(first.accessToken);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect([await worksAt(first.accessToken), await worksAt(second.accessToken)]).toEqual([false, true]);
    expect(await failure(provider.refresh(first.refreshToken ?? ''))).toBe('auth');
    expect(await failure(provider.identify(first.accessToken, '2'))).toBe('auth');
    expect((await provider.identify(second.accessToken, '2')).username).toBe('ada');
  });

  it('lets one of two at once through, which is why the portal takes turns', async () => {
    const { tokens } = await signIn();
    const outcomes = await Promise.all([1, 2].map(() => failure(provider.refresh(tokens.refreshToken ?? ''))));
    expect(outcomes.toSorted()).toEqual(['auth', 'no error']);
  });

  it('helps an access token that has expired', async () => {
    const { tokens } = await signIn('grace');
    gitlab.act.expireTokensOf('grace');
    expect(await failure(provider.identify(tokens.accessToken, '3'))).toBe('auth');
    const fresh = await provider.refresh(tokens.refreshToken ?? '');
    expect(await worksAt(fresh.accessToken)).toBe(true);
  });

  it('tells groups that changed since', async () => {
    const { tokens } = await signIn('rae');
    gitlab.act.setGroupAccess('platform', 'rae', 0);
    expect((await provider.identify(tokens.accessToken, '4')).groups).toEqual([]);
    gitlab.act.setGroupAccess('platform', 'rae', 20);
  });

  it('is over once the pair is revoked, by us or over there, or the person is blocked', async () => {
    const { tokens: ours } = await signIn();
    await provider.revoke(ours.refreshToken ?? '');
    expect(await worksAt(ours.accessToken)).toBe(false);
    expect(await failure(provider.refresh(ours.refreshToken ?? ''))).toBe('auth');
    const { tokens: theirs } = await signIn('root');
    gitlab.act.revokeTokensOf('root');
    expect(await failure(provider.refresh(theirs.refreshToken ?? ''))).toBe('auth');
    const { tokens: blocked } = await signIn();
    gitlab.act.setBlocked('ada', true);
    expect(await failure(provider.refresh(blocked.refreshToken ?? ''))).toBe('auth');
  });

  it('believes a token only about the person that it was asked for', async () => {
    const { tokens } = await signIn();
    expect(await failure(provider.identify(tokens.accessToken, '3'))).toBe('invalid-response');
  });

  it('never takes a provider in trouble for a refusal', async () => {
    const { tokens } = await signIn();
    const refresh = () => failure(provider.refresh(tokens.refreshToken ?? ''));
    for (const [kind, status, expected] of [
      ['status', 503, 'unavailable'],
      ['status', 429, 'rate-limited'],
      ['html', 502, 'unavailable'],
      ['reset', 0, 'unavailable'],
    ] as const) {
      gitlab.faults.set({
        id: kind,
        server: 'gitlab',
        kind,
        ...(status === 0 ? {} : { status }),
        path: '/oauth/token',
      });
      expect(await refresh(), `${kind} ${status}`).toBe(expected);
      gitlab.faults.clear();
    }
    expect(await refresh()).toBe('no error');
  });

  it('says that an answer was cut off; the pair in it is lost, and only then a refusal', async () => {
    const { tokens } = await signIn();
    gitlab.faults.set({ id: 'cut', server: 'gitlab', kind: 'truncate', path: '/oauth/token' });
    expect(await failure(provider.refresh(tokens.refreshToken ?? ''))).toBe('unavailable');
    gitlab.faults.clear();
    expect(await failure(provider.refresh(tokens.refreshToken ?? ''))).toBe('auth');
  });

  it('fails without a token or a secret in what it throws, down to the last cause', async () => {
    const { tokens } = await signIn();
    gitlab.faults.set({ id: 'cut', server: 'gitlab', kind: 'truncate', path: '/oauth/token' });
    const errors = await Promise.all(
      [
        provider.refresh(tokens.refreshToken ?? ''),
        provider.identify(tokens.accessToken, '3'),
        open({ clientSecret: 'canary-secret' }).refresh(tokens.refreshToken ?? ''),
      ].map((promise) => promise.catch((error: unknown) => error)),
    );
    const text = inspect(errors, { depth: 20, showHidden: true });
    for (const secret of [tokens.accessToken, tokens.refreshToken ?? '', 'canary-secret', 'ada@example.test']) {
      expect(text).not.toContain(secret);
    }
  });
});

describe('a provider whose discovery is down', () => {
  it.each([
    ['reset', 'unavailable'],
    ['status', 'unavailable'],
    ['truncate', 'unavailable'],
  ] as const)('(%s) is %s, and is asked again by the next sign-in', async (kind, expected) => {
    const fresh = open();
    gitlab.faults.set({
      id: 'down',
      server: 'gitlab',
      kind,
      path: '/.well-known/',
      ...(kind === 'status' ? { status: 503 } : {}),
    });
    expect(await failure(fresh.start())).toBe(expected);
    gitlab.faults.clear();
    expect((await fresh.start()).redirectUrl).toContain(`${gitlab.url}/oauth/authorize`);
  });

  it('does not matter to those who know it already, and is asked once for all who do not', async () => {
    const known = open();
    await known.start();
    gitlab.faults.set({ id: 'down', server: 'gitlab', kind: 'status', status: 503, path: '/.well-known/' });
    expect(await failure(known.start())).toBe('no error');
    gitlab.faults.set({
      id: 'down',
      server: 'gitlab',
      kind: 'status',
      status: 503,
      path: '/.well-known/',
      remaining: 1,
    });
    const fresh = open();
    const outcomes = await Promise.all([1, 2, 3].map(() => failure(fresh.start())));
    expect(outcomes).toEqual(['unavailable', 'unavailable', 'unavailable']);
    expect(await failure(fresh.start())).toBe('no error');
  });

  it('that calls itself by another name is not believed', async () => {
    const other = open({ issuer: gitlab.url.replace('127.0.0.1', 'localhost') });
    expect(await failure(other.start())).toBe('invalid-response');
  });
});
