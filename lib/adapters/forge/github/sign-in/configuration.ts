import * as oidc from 'openid-client';
import type { SignInClient } from '#lib/adapters/_shared/oauth/client.ts';
import type { Dialect } from '#lib/adapters/_shared/oauth/dialect.ts';
import { ownFetch } from '#lib/adapters/_shared/oauth/own-fetch.ts';

const ERRORS = new Map([
  ['bad_verification_code', 'invalid_grant'],
  ['bad_refresh_token', 'invalid_grant'],
  // It is the person's to confirm their address, not the portal's.
  ['unverified_user_email', 'invalid_grant'],
  ['incorrect_client_credentials', 'invalid_client'],
]);

/** GitHub has words of its own for refusals, and sends them with 200. */
const GITHUB_DIALECT: Dialect = { errorOf: (error) => ERRORS.get(error) ?? error };

/** GitHub has no document that says where its OAuth is; it is at the same place of every server. */
export function configurationOf(options: SignInClient): oidc.Configuration {
  const { id, issuer, clientId, clientSecret, redirectUri } = options;
  const server = {
    // What it would call itself in an answer (`iss`); another name is another server's answer.
    issuer: `${issuer}/login/oauth`,
    authorization_endpoint: `${issuer}/login/oauth/authorize`,
    token_endpoint: `${issuer}/login/oauth/access_token`,
  };
  const client = { client_secret: clientSecret, redirect_uris: [redirectUri] };
  const config = new oidc.Configuration(server, clientId, client, oidc.ClientSecretPost(clientSecret));
  config[oidc.customFetch] = ownFetch(id, GITHUB_DIALECT);
  // Plain HTTP only where the configured address itself is plain HTTP.
  if (new URL(issuer).protocol === 'http:') {
    oidc.allowInsecureRequests(config);
  }
  return config;
}
