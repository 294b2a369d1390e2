import { describe, expect, it } from 'vitest';
import { refusalIn } from '#lib/adapters/_shared/oauth/dialect.ts';
import { GITEA_DIALECT } from './gitea-dialect.ts';

/** routers/web/auth/oauth2_provider.go, all that it says. */
const WORDS: [error: string, description: string, meant: string][] = [
  ['unauthorized_client', 'client is not authorized', 'invalid_grant'],
  ['unauthorized_client', 'failed PKCE code challenge', 'invalid_grant'],
  ['unauthorized_client', 'unable to parse refresh token', 'invalid_grant'],
  ['unauthorized_client', 'token was already used', 'invalid_grant'],
  ['unauthorized_client', 'invalid client secret', 'invalid_client'],
  ['unauthorized_client', 'invalid empty client secret', 'invalid_client'],
  ['unauthorized_client', 'unexpected redirect URI', 'invalid_client'],
  ['invalid_client', 'cannot load client with client id: "x"', 'invalid_client'],
  ['invalid_grant', 'grant does not exist', 'invalid_grant'],
  ['invalid_request', 'cannot proceed your request', 'invalid_request'],
];

describe('what Gitea says', () => {
  it.each(WORDS)('%s, "%s" means %s', (error, description, meant) => {
    const told = refusalIn(GITEA_DIALECT, 400, JSON.stringify({ error, error_description: description }));
    expect(JSON.parse(told ?? '')).toEqual({ error: meant, error_description: description });
  });

  it.each([
    [200, '{"access_token":"x"}'],
    [400, '<html>'],
    [400, 'null'],
    [503, '{"error":"unauthorized_client"}'],
    [400, '{"error":7}'],
  ])('is no refusal: %i %s', (status, body) => {
    expect(refusalIn(GITEA_DIALECT, status, body)).toBeNull();
  });
});
