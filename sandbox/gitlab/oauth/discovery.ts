import { type Route, route } from '../../http/router.ts';
import { publicJwk } from '../../oauth/signing.ts';
import type { Instance } from '../instance.ts';

export const SCOPES = [
  'api',
  'read_api',
  'read_user',
  'create_runner',
  'manage_runner',
  'k8s_proxy',
  'self_rotate',
  'read_repository',
  'write_repository',
  'sudo',
  'admin_mode',
  'openid',
  'profile',
  'email',
];

export function discoveryRoutes(instance: Instance): Route[] {
  return [
    route('GET', '/.well-known/openid-configuration', () => ({ body: discoveryDocument(instance) })),
    route('GET', '/oauth/discovery/keys', async () => ({ body: { keys: [await publicJwk(instance.store)] } })),
  ];
}

function discoveryDocument(instance: Instance) {
  const { url } = instance;
  return {
    issuer: url,
    authorization_endpoint: `${url}/oauth/authorize`,
    token_endpoint: `${url}/oauth/token`,
    revocation_endpoint: `${url}/oauth/revoke`,
    introspection_endpoint: `${url}/oauth/introspect`,
    userinfo_endpoint: `${url}/oauth/userinfo`,
    jwks_uri: `${url}/oauth/discovery/keys`,
    scopes_supported: SCOPES,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    claim_types_supported: ['normal'],
    claims_supported: [
      'iss',
      'sub',
      'aud',
      'exp',
      'iat',
      'sub_legacy',
      'name',
      'nickname',
      'preferred_username',
      'email',
      'email_verified',
      'website',
      'profile',
      'picture',
      'groups',
      'groups_direct',
      'https://gitlab.org/claims/groups/owner',
      'https://gitlab.org/claims/groups/maintainer',
      'https://gitlab.org/claims/groups/developer',
    ],
    code_challenge_methods_supported: ['plain', 'S256'],
  };
}
