import { type Route, route } from '../../http/router.ts';
import { publicJwk } from '../../oauth/signing.ts';
import type { Instance } from '../instance.ts';
import { issuerOf } from './claims.ts';

export function discoveryRoutes(instance: Instance): Route[] {
  return [
    route('GET', '/.well-known/openid-configuration', () => ({ body: discoveryDocument(instance) })),
    route('GET', '/login/oauth/keys', async () => ({ body: { keys: [await publicJwk(instance.store)] } })),
  ];
}

/** templates/user/auth/oidc_wellknown.tmpl: of the scopes only those for signing in, and no way to give tokens back. */
function discoveryDocument(instance: Instance) {
  const { url } = instance;
  return {
    issuer: issuerOf(instance),
    authorization_endpoint: `${url}/login/oauth/authorize`,
    token_endpoint: `${url}/login/oauth/access_token`,
    jwks_uri: `${url}/login/oauth/keys`,
    userinfo_endpoint: `${url}/login/oauth/userinfo`,
    introspection_endpoint: `${url}/login/oauth/introspect`,
    response_types_supported: ['code', 'id_token'],
    id_token_signing_alg_values_supported: ['RS256'],
    subject_types_supported: ['public'],
    scopes_supported: ['openid', 'profile', 'email', 'groups'],
    claims_supported: [
      'aud',
      'exp',
      'iat',
      'iss',
      'sub',
      'name',
      'preferred_username',
      'profile',
      'picture',
      'website',
      'locale',
      'updated_at',
      'email',
      'email_verified',
      'groups',
    ],
    code_challenge_methods_supported: ['plain', 'S256'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
  };
}
