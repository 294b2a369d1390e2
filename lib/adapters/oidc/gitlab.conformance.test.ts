import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createSystemClock } from '#lib/adapters/clock/system-clock.ts';
import { type IdentityFixture, identityConformance, kindOf } from '#lib/ports/identity.conformance.ts';
import { createSignInBrowser } from '#lib/testing/sign-in-browser.ts';
import { APPLICATION, type ExampleGitLab, startExample, stopExample } from '#sandbox/gitlab/testing/example-gitlab.ts';
import { createOidcProvider } from './provider.ts';

const REDIRECT_URI = APPLICATION.redirectUris[0] ?? '';
const SCOPES = ['openid', 'profile', 'email', 'api'];

let gitlab: ExampleGitLab;
beforeAll(async () => {
  gitlab = await startExample();
});
afterAll(() => stopExample(gitlab));
afterEach(() => gitlab.faults.clear());

function open(overrides: Partial<Parameters<typeof createOidcProvider>[0]> = {}) {
  return createOidcProvider(
    {
      id: 'gitlab',
      name: 'GitLab',
      issuer: gitlab.url,
      clientId: APPLICATION.clientId,
      clientSecret: APPLICATION.clientSecret,
      redirectUri: REDIRECT_URI,
      scopes: SCOPES,
      ...overrides,
    },
    createSystemClock(),
  );
}

const PLACES = { token: '/oauth/token', person: '/oauth/userinfo' };

async function begin(): Promise<IdentityFixture> {
  return {
    open: (clientSecret) => open(clientSecret === undefined ? {} : { clientSecret }),
    client: { id: APPLICATION.clientId, secret: APPLICATION.clientSecret, redirectUri: REDIRECT_URI, scopes: SCOPES },
    authorizeUrl: `${gitlab.url}/oauth/authorize`,
    person: {
      issuer: gitlab.url,
      subject: '2',
      username: 'ada',
      name: 'Ada Archer',
      avatarUrl: null,
      groups: ['platform', 'platform/apps'],
    },
    other: { username: 'rae', subject: '4', group: 'platform' },
    signIn: (url, username) => createSignInBrowser(gitlab.url).signIn(url, username, `password of ${username}`),
    // An application that is trusted asks nobody; so GitLab is spoken for.
    decline: async (url) => {
      const state = new URL(url).searchParams.get('state') ?? '';
      return new URL(`${REDIRECT_URI}?${new URLSearchParams({ error: 'access_denied', state })}`);
    },
    async works(accessToken) {
      const headers = { authorization: `Bearer ${accessToken}` };
      return (await fetch(`${gitlab.url}/api/v4/user`, { headers })).status === 200;
    },
    setMember: (username, isMember) => gitlab.act.setGroupAccess('platform', username, isMember ? 20 : 0),
    withdraw: (username) => gitlab.act.revokeTokensOf(username),
    expire: async (username) => gitlab.act.expireTokensOf(username),
    break: (at, kind, status) =>
      gitlab.faults.set({
        id: `${at} ${kind}`,
        server: 'gitlab',
        kind,
        path: PLACES[at],
        ...(status === undefined ? {} : { status }),
      }),
    mend: () => gitlab.faults.clear(),
    close: () => Promise.resolve(),
  };
}

identityConformance('GitLab', { hasIdToken: true, renewalEndsAccess: true, canRevoke: true, tokensEnd: true }, begin);

it('renews nothing for somebody who is blocked', async () => {
  const provider = open();
  const started = await provider.start();
  const url = await createSignInBrowser(gitlab.url).signIn(started.redirectUrl, 'grace', 'password of grace');
  const { tokens } = await provider.finish(url, started);
  gitlab.act.setBlocked('grace', true);
  expect(await kindOf(provider.refresh(tokens.refreshToken ?? ''))).toBe('auth');
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
    expect(await kindOf(fresh.start())).toBe(expected);
    gitlab.faults.clear();
    expect((await fresh.start()).redirectUrl).toContain(`${gitlab.url}/oauth/authorize`);
  });

  it('does not matter to those who know it already, and is asked once for all who do not', async () => {
    const known = open();
    await known.start();
    gitlab.faults.set({ id: 'down', server: 'gitlab', kind: 'status', status: 503, path: '/.well-known/' });
    expect(await kindOf(known.start())).toBe('no error');
    gitlab.faults.set({
      id: 'down',
      server: 'gitlab',
      kind: 'status',
      status: 503,
      path: '/.well-known/',
      remaining: 1,
    });
    const fresh = open();
    const outcomes = await Promise.all([1, 2, 3].map(() => kindOf(fresh.start())));
    expect(outcomes).toEqual(['unavailable', 'unavailable', 'unavailable']);
    expect(await kindOf(fresh.start())).toBe('no error');
  });

  it('that calls itself by another name is not believed', async () => {
    const other = open({ issuer: gitlab.url.replace('127.0.0.1', 'localhost') });
    expect(await kindOf(other.start())).toBe('invalid-response');
  });
});
