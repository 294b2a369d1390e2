import { WWWAuthenticateChallengeError } from 'openid-client';
import { expect, it } from 'vitest';
import { toIdentityError } from './identity-error.ts';

/** What is `auth` is taken for the end of a person's token, which is forgotten then. */
it.each([
  ['a token that is not good any more', 'bearer', { error: 'invalid_token' }, 'auth'],
  ['a bearer token, and nothing more said', 'bearer', {}, 'auth'],
  ['a client that is not known', 'bearer', { error: 'invalid_client' }, 'invalid'],
  ['a proxy that wants a name and a password', 'basic', { realm: 'maintenance' }, 'invalid'],
  ['a proxy that knows the people of a domain', 'negotiate', {}, 'invalid'],
] as const)('a challenge about %s', (_, scheme, parameters, kind) => {
  const response = new Response(null, { status: 401 });
  const error = new WWWAuthenticateChallengeError('a challenge', { cause: [{ scheme, parameters }], response });
  expect(toIdentityError(error, 'gitlab', 'refresh')).toMatchObject({ kind, status: 401, provider: 'gitlab' });
});
