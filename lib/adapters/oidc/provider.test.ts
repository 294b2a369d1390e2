import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createSystemClock } from '#lib/adapters/clock/system-clock.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { IdentityProvider } from '#lib/ports/identity.ts';
import {
  CLIENT_ID,
  CLIENT_SECRET,
  type Lies,
  type PretendIssuer,
  startPretendIssuer,
} from '#lib/testing/oidc/pretend-issuer.ts';
import { createOidcProvider } from './provider.ts';

const REDIRECT_URI = 'http://localhost:3000/api/session/callback';
const seconds = () => Math.floor(Date.now() / 1000);

let issuer: PretendIssuer;
let provider: IdentityProvider;
beforeAll(async () => {
  issuer = await startPretendIssuer();
  provider = createOidcProvider(
    {
      id: 'gitlab',
      name: 'GitLab',
      issuer: issuer.url,
      clientId: CLIENT_ID,
      clientSecret: CLIENT_SECRET,
      redirectUri: REDIRECT_URI,
      scopes: ['openid'],
    },
    createSystemClock(),
  );
});
afterAll(() => issuer.close());
afterEach(() => issuer.honest());

async function signIn(lies: Partial<Lies> = {}) {
  issuer.lies = { ...issuer.lies, ...lies };
  const started = await provider.start();
  return await provider.finish(issuer.authorize(started.redirectUrl), started);
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => 'believed',
    (error: unknown) => {
      expect(error).toBeInstanceOf(ExternalError);
      return (error as ExternalError).kind;
    },
  );

describe('an ID token', () => {
  it('is believed when all of it is right', async () => {
    expect((await signIn()).identity).toMatchObject({ issuer: issuer.url, subject: '7', username: 'dana' });
  });

  it.each([
    ['a little in the future, as clocks are', () => ({ iat: seconds() + 20 }), 'believed'],
    ['that ended a moment ago, as clocks are', () => ({ exp: seconds() - 20 }), 'believed'],
    ['from a clock that is minutes ahead', () => ({ nbf: seconds() + 300 }), 'invalid-response'],
    ['from a clock that is minutes behind', () => ({ iat: seconds() - 400, exp: seconds() - 280 }), 'invalid-response'],
    ['for another application', () => ({ aud: 'another' }), 'invalid-response'],
    ['for several, of which another asked for it', () => ({ aud: [CLIENT_ID, 'b'], azp: 'b' }), 'invalid-response'],
    ['of another issuer', () => ({ iss: 'https://gitlab.example' }), 'invalid-response'],
    ['of another sign-in', () => ({ nonce: 'other' }), 'invalid-response'],
    ['without a nonce', () => ({ nonce: undefined }), 'invalid-response'],
    ['without a subject', () => ({ sub: undefined }), 'invalid-response'],
    ['without an end', () => ({ exp: undefined }), 'invalid-response'],
  ])('%s: %s', async (_, claims, expected) => {
    expect(await failure(signIn({ claims: claims() }))).toBe(expected);
  });

  it('is asked for: without one there is no sign-in', async () => {
    expect(await failure(signIn({ token: { id_token: undefined } }))).toBe('invalid-response');
  });
});

describe('what the provider says of a person', () => {
  it('must be about the one of the ID token', async () => {
    expect(await failure(signIn({ userInfo: { sub: '8' } }))).toBe('invalid-response');
  });

  it('may leave out everything but who it is', async () => {
    const nothing = { preferred_username: undefined, groups: undefined };
    expect((await signIn({ userInfo: nothing })).identity).toEqual({
      issuer: issuer.url,
      subject: '7',
      username: '7',
      name: '7',
      avatarUrl: null,
      groups: [],
    });
  });

  it.each([['platform'], [[1, 2]], [{ platform: true }], [null]])(
    'gives no group for groups like %j',
    async (groups) => {
      expect((await signIn({ userInfo: { groups } })).identity.groups).toEqual([]);
    },
  );
});

describe('the tokens', () => {
  it('may come without an end and without a way to renew them', async () => {
    const { tokens } = await signIn({ token: { refresh_token: undefined, expires_in: undefined } });
    expect(tokens).toEqual({ accessToken: 'access', refreshToken: null, expiresAt: null });
  });

  it('must be bearer tokens', async () => {
    expect(await failure(signIn({ token: { token_type: 'mac' } }))).toBe('invalid-response');
  });
});
