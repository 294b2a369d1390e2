import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSignInBrowser } from '#lib/testing/sign-in-browser.ts';
import { APPLICATION, type ExampleGitea, startExample, stopExample } from './testing/example-gitea.ts';

const REDIRECT_URI = APPLICATION.redirectUris[0] ?? '';
const VERIFIER = 'v'.repeat(43);
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

let gitea: ExampleGitea;
beforeAll(async () => {
  gitea = await startExample({ invalidateRefreshTokens: true });
});
afterAll(() => stopExample(gitea));

function authorizeUrl(change: Record<string, string> = {}): string {
  const query = new URLSearchParams({
    client_id: APPLICATION.clientId,
    redirect_uri: REDIRECT_URI,
    response_type: 'code',
    scope: 'openid profile',
    state: randomUUID(),
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    ...change,
  });
  return `${gitea.url}/login/oauth/authorize?${query}`;
}

const signIn = (url: string, login = 'ada', browser = createSignInBrowser(gitea.url)) =>
  browser.signIn(url, login, `password of ${login}`);
const codeFor = async (change: Record<string, string> = {}, login = 'ada') =>
  (await signIn(authorizeUrl(change), login)).searchParams.get('code') ?? '';

type Tokens = { access_token: string; refresh_token: string; [name: string]: unknown };

async function trade(fields: Record<string, string>, server = gitea) {
  const { clientId, clientSecret } = APPLICATION;
  const known = { client_id: clientId, client_secret: clientSecret, redirect_uri: REDIRECT_URI };
  const body = new URLSearchParams({ ...known, ...fields });
  const answer = await fetch(`${server.url}/login/oauth/access_token`, { method: 'POST', body });
  return { status: answer.status, body: (await answer.json()) as Tokens };
}
const tradeCode = (code: string, change: Record<string, string> = {}) =>
  trade({ grant_type: 'authorization_code', code, code_verifier: VERIFIER, ...change });
const renew = (token: string, change: Record<string, string> = {}) =>
  trade({ grant_type: 'refresh_token', refresh_token: token, ...change });

describe('consent', () => {
  it('is asked for once, and whoever says no is sent back with that', async () => {
    const no = await createSignInBrowser(gitea.url).decline(authorizeUrl(), 'grace', 'password of grace');
    expect(no.searchParams.get('error')).toBe('access_denied');
    expect(await codeFor({}, 'grace')).not.toBe('');
    const unasked = await createSignInBrowser(gitea.url).decline(authorizeUrl(), 'grace', 'password of grace');
    expect(unasked.searchParams.get('code')).not.toBeNull();
  });

  it('is taken only for what the browser was asked', async () => {
    const browser = createSignInBrowser(gitea.url);
    await browser.signIn(authorizeUrl(), 'root', 'password of root');
    const fields = { client_id: APPLICATION.clientId, redirect_uri: REDIRECT_URI, state: 'x', granted: 'true' };
    expect((await browser.visit(`${gitea.url}/login/oauth/grant`, fields)).status).toBe(400);
  });
});

describe('signing in', () => {
  it('takes the right password, and a form of its own', async () => {
    await expect(createSignInBrowser(gitea.url).signIn(authorizeUrl(), 'ada', 'wrong')).rejects.toThrow('did not let');
    const form = { user_name: 'ada', password: 'password of ada' };
    expect((await createSignInBrowser(gitea.url).visit(`${gitea.url}/user/login`, form)).status).toBe(400);
  });

  it.each([
    ['an unknown application', { client_id: 'other' }, 'Client ID not registered'],
    ['an address that is not registered', { redirect_uri: 'https://evil.example/' }, 'Unregistered Redirect URI'],
  ])('sends nobody anywhere for %s', async (_, change, words) => {
    const browser = createSignInBrowser(gitea.url);
    await signIn(authorizeUrl(), 'ada', browser);
    const { status, html } = await browser.visit(authorizeUrl(change));
    expect([status, html.includes(words)]).toEqual([400, true]);
  });
});

describe('refusals', () => {
  it.each<[string, () => Promise<{ status: number; body: Tokens }>, string, string]>([
    ['a made-up code', () => tradeCode('x'), 'unauthorized_client', 'client is not authorized'],
    [
      'another verifier',
      async () => tradeCode(await codeFor(), { code_verifier: 'x' }),
      'unauthorized_client',
      'failed PKCE code challenge',
    ],
    [
      'a wrong secret with a code',
      () => tradeCode('x', { client_secret: 'x' }),
      'unauthorized_client',
      'invalid client secret',
    ],
    [
      'a wrong secret with a token',
      () => renew('x', { client_secret: 'x' }),
      'invalid_client',
      'invalid client secret',
    ],
    ['a made-up refresh token', () => renew('x'), 'unauthorized_client', 'unable to parse refresh token'],
    [
      'another way',
      () => trade({ grant_type: 'password' }),
      'unsupported_grant_type',
      'Only refresh_token or authorization_code grant type is supported',
    ],
  ])('%s', async (_, ask, error, words) => {
    expect(await ask()).toEqual({ status: 400, body: { error, error_description: words } });
  });

  it('a code and a refresh token that were used', async () => {
    const code = await codeFor();
    const { body } = await tradeCode(code);
    expect((await tradeCode(code)).body).toMatchObject({ error_description: 'client is not authorized' });
    expect((await renew(body.refresh_token)).status).toBe(200);
    expect((await renew(body.refresh_token)).body).toMatchObject({
      error: 'unauthorized_client',
      error_description: 'token was already used',
    });
  });

  it('an access token is none to renew with, and the other way round', async () => {
    const { body } = await tradeCode(await codeFor());
    expect((await renew(body.access_token)).status).toBe(400);
    const headers = { authorization: `Bearer ${body.refresh_token}` };
    expect((await fetch(`${gitea.url}/login/oauth/userinfo`, { headers })).status).toBe(401);
  });
});

describe('tokens', () => {
  const statusOf = async (token: string, path: string, server = gitea) =>
    (await fetch(`${server.url}/api/v1${path}`, { headers: { authorization: `token ${token}` } })).status;

  it('may do everything, unless scopes of the API were asked for', async () => {
    const all = (await tradeCode(await codeFor({ scope: 'openid profile' }))).body.access_token;
    expect([await statusOf(all, '/user'), await statusOf(all, '/repos/platform/gitops')]).toEqual([200, 200]);
    // The newest consent counts, also for a token that was made before.
    const some = (await tradeCode(await codeFor({ scope: 'openid read:user' }))).body.access_token;
    expect([await statusOf(some, '/user'), await statusOf(some, '/repos/platform/gitops')]).toEqual([200, 403]);
  });

  it('survive a restart, and a consent that was taken back ends them', async () => {
    const first = await startExample();
    const [before, kept] = [gitea, first];
    gitea = kept;
    try {
      const { access_token: token } = (await tradeCode(await codeFor())).body;
      gitea = await kept.restart();
      expect(await statusOf(token, '/user')).toBe(200);
      gitea.act.revokeConsentsOf('ada');
      expect(await statusOf(token, '/user')).toBe(401);
    } finally {
      await stopExample(gitea);
      gitea = before;
    }
  });
});
