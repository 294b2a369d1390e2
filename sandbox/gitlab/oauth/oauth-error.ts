import type { Reply } from '../../http/router.ts';

/** The sentences of the OAuth server GitLab uses. */
const DESCRIPTIONS = {
  invalid_request:
    'The request is missing a required parameter, includes an unsupported parameter value, or is otherwise malformed.',
  invalid_redirect_uri: "The requested redirect uri is malformed or doesn't match client redirect URI.",
  invalid_client:
    'Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.',
  invalid_grant:
    'The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.',
  invalid_scope: 'The requested scope is invalid, unknown, or malformed.',
  unsupported_response_type: 'The authorization server does not support this response type.',
  unsupported_grant_type: 'The authorization grant type is not supported by the authorization server.',
  unauthorized_client: 'You are not authorized to revoke this token',
  access_denied: 'The resource owner or authorization server denied the request.',
  login_required: 'The authorization server requires end-user authentication',
  consent_required: 'The authorization server requires end-user consent',
  invalid_code_challenge_method: 'The code challenge method must be plain or S256.',
  invalid_token: 'The access token is invalid',
} as const;

export type OAuthErrorCode = keyof typeof DESCRIPTIONS;

export const describeError = (code: OAuthErrorCode): string => DESCRIPTIONS[code];

export class OAuthError extends Error {
  readonly code: OAuthErrorCode;
  readonly status: number;
  readonly description: string;

  constructor(code: OAuthErrorCode, status = 400, description: string = DESCRIPTIONS[code]) {
    super(`${code}: ${description}`);
    this.name = 'OAuthError';
    this.code = code;
    this.status = status;
    this.description = description;
  }
}

export const NO_STORE = { 'cache-control': 'no-store', pragma: 'no-cache' };

export function oauthErrorReply(error: OAuthError): Reply {
  const challenge = `Bearer realm="Doorkeeper", error="${error.code}", error_description="${error.description}"`;
  return {
    status: error.status,
    headers: { ...NO_STORE, ...(error.status === 401 ? { 'www-authenticate': challenge } : {}) },
    body: { error: error.code, error_description: error.description },
  };
}
