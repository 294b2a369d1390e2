import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSignInBrowser } from '#lib/testing/sign-in-browser.ts';
import { APP, APPLICATION, type ExampleGitHub, PEOPLE, startExampleGitHub } from './testing/example-github.ts';

const VERIFIER = 'v'.repeat(43);
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

let example: ExampleGitHub;
let url: string;
beforeAll(async () => {
  example = await startExampleGitHub({}, undefined, PEOPLE);
  url = example.github.url;
});
afterAll(() => example.close());

function authorizeUrl(change: Record<string, string> = {}): string {
  const query = new URLSearchParams({
    client_id: APPLICATION.clientId,
    redirect_uri: APPLICATION.callbackUrl,
    scope: 'repo read:org',
    state: 'state',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    ...change,
  });
  return `${url}/login/oauth/authorize?${query}`;
}

async function codeFor(change: Record<string, string> = {}, login = 'ada'): Promise<string> {
  const back = await createSignInBrowser(url).signIn(authorizeUrl(change), login, `password of ${login}`);
  return back.searchParams.get('code') ?? '';
}

async function trade(fields: Record<string, string>, accept = 'application/json') {
  const { clientId, clientSecret } = APPLICATION;
  const body = new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...fields });
  const answer = await fetch(`${url}/login/oauth/access_token`, { method: 'POST', body, headers: { accept } });
  return { status: answer.status, text: await answer.text() };
}

const tradeCode = async (code: string, change: Record<string, string> = {}) => {
  const { status, text } = await trade({ code, code_verifier: VERIFIER, ...change });
  return { status, body: JSON.parse(text) as Record<string, string> };
};

async function deleteToken(clientId: string, secret: string, token: string, path: string = APPLICATION.clientId) {
  const authorization = `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`;
  const answer = await fetch(`${url}/api/v3/applications/${path}/token`, {
    method: 'DELETE',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ access_token: token }),
  });
  return answer.status;
}

describe('a code', () => {
  it('becomes a token that does not end, as JSON or as a form', async () => {
    const { status, body } = await tradeCode(await codeFor());
    expect([status, Object.keys(body).toSorted()]).toEqual([200, ['access_token', 'scope', 'token_type']]);
    expect(body).toMatchObject({ access_token: expect.stringMatching(/^gho_/), scope: 'repo,read:org' });
    const { text } = await trade({ code: await codeFor(), code_verifier: VERIFIER }, '*/*');
    expect(new URLSearchParams(text).get('access_token')).toMatch(/^gho_/);
  });

  it('becomes a pair that ends for a GitHub App', async () => {
    const client = { client_id: APP.clientId, client_secret: APP.clientSecret };
    const { body } = await tradeCode(await codeFor({ client_id: APP.clientId }), client);
    expect(body).toMatchObject({
      access_token: expect.stringMatching(/^ghu_/),
      expires_in: 28_800,
      refresh_token: expect.stringMatching(/^ghr_/),
      refresh_token_expires_in: 15_897_600,
      scope: '',
    });
  });

  it.each<[string, Record<string, string>, string]>([
    ['made up', { code: 'x' }, 'bad_verification_code'],
    ['with another verifier', { code_verifier: 'x' }, 'bad_verification_code'],
    ['for another address', { redirect_uri: 'http://localhost:3000/other' }, 'redirect_uri_mismatch'],
    ['of a client with a wrong secret', { client_secret: 'x' }, 'incorrect_client_credentials'],
    ['of another application', { client_id: APP.clientId, client_secret: APP.clientSecret }, 'bad_verification_code'],
    ['in place of a refresh token', { grant_type: 'refresh_token', refresh_token: 'x' }, 'bad_refresh_token'],
  ])('%s is refused with 200 and words', async (_, change, error) => {
    const { status, body } = await tradeCode(await codeFor(), change);
    expect([status, body.error, body.access_token]).toEqual([200, error, undefined]);
  });
});

describe('the way there', () => {
  it('asks once for the same rights, and again for more', async () => {
    await codeFor({ scope: 'read:org' }, 'rae');
    const decline = (scope: string) =>
      createSignInBrowser(url).decline(authorizeUrl({ scope }), 'rae', 'password of rae');
    expect((await decline('read:org')).searchParams.get('code')).not.toBeNull();
    expect((await decline('read:org repo')).searchParams.get('error')).toBe('access_denied');
  });

  it('leads back to the registered address when another is asked for, and nowhere for an unknown application', async () => {
    const browser = createSignInBrowser(url);
    const back = await browser.signIn(
      authorizeUrl({ redirect_uri: 'https://evil.example/' }),
      'ada',
      'password of ada',
    );
    expect([back.origin + back.pathname, back.searchParams.get('error')]).toEqual([
      APPLICATION.callbackUrl,
      'redirect_uri_mismatch',
    ]);
    expect((await browser.visit(authorizeUrl({ client_id: 'x' }))).status).toBe(404);
  });

  it('takes the right password, and a form of its own', async () => {
    await expect(createSignInBrowser(url).signIn(authorizeUrl(), 'ada', 'wrong')).rejects.toThrow('did not let');
    const form = { login: 'ada', password: 'password of ada' };
    expect((await createSignInBrowser(url).visit(`${url}/session`, form)).status).toBe(422);
  });
});

it('a token is taken back by its own application alone', async () => {
  const { access_token: token = '' } = (await tradeCode(await codeFor())).body;
  const { clientId, clientSecret } = APPLICATION;
  expect(await deleteToken(clientId, 'wrong', token)).toBe(401);
  expect(await deleteToken(APP.clientId, APP.clientSecret, token, APP.clientId)).toBe(404);
  expect(await deleteToken(clientId, clientSecret, token)).toBe(204);
  expect(await deleteToken(clientId, clientSecret, token)).toBe(404);
  const headers = { authorization: `Bearer ${token}` };
  expect((await fetch(`${url}/api/v3/user`, { headers })).status).toBe(401);
});
