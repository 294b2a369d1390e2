import * as oidc from 'openid-client';
import { kindOfStatus } from '#lib/adapters/_shared/status-kind.ts';
import { ExternalError, type ExternalErrorKind } from '#lib/domain/error/external-error.ts';

const LONGEST_MESSAGE = 200;

/** Of OAuth's errors, those that mean the token or code at hand; all others mean how the portal is configured there. */
const ABOUT_THE_GRANT = ['invalid_grant', 'invalid_token'];

/** The ways to show an access token (RFC 6750, RFC 9449). */
const TOKEN_SCHEMES = ['bearer', 'dpop'];

/**
 * Puts what openid-client throws into our kinds. `auth` only where it is the person's own sign-in that is not accepted
 * any more: what is sent then is forgotten. The provider's own texts are kept short; tokens are never in them, and
 * openid-client's errors, which hold whole answers, go no further than here.
 */
export function toIdentityError(error: unknown, provider: string, operation: string): ExternalError {
  const own = error instanceof oidc.ClientError ? error.cause : error;
  if (own instanceof ExternalError) {
    // What our own way of sending threw; openid-client wraps it.
    return own;
  }
  const fail = (kind: ExternalErrorKind, message: string, status?: number) =>
    new ExternalError({
      provider,
      operation,
      kind,
      message: message.slice(0, LONGEST_MESSAGE),
      ...(status === undefined ? {} : { status }),
    });
  if (error instanceof oidc.AuthorizationResponseError) {
    return error.error === 'access_denied'
      ? fail('forbidden', 'the sign-in was declined')
      : fail('auth', error.error_description ?? error.error);
  }
  if (error instanceof oidc.ResponseBodyError) {
    const { status, error: code, error_description = code } = error;
    const isOverloaded = status === 429 || status >= 500;
    const refusal = ABOUT_THE_GRANT.includes(code) ? 'auth' : 'invalid';
    return fail(isOverloaded ? kindOfStatus(status) : refusal, error_description, status);
  }
  if (error instanceof oidc.WWWAuthenticateChallengeError) {
    // What asks for something else than a token speaks of none: of the client's own secret, or it is a proxy before the forge.
    return isAboutClient(error) || !error.cause.some(({ scheme }) => TOKEN_SCHEMES.includes(scheme))
      ? fail('invalid', 'it does not accept the portal’s own client id and secret', error.status)
      : fail('auth', 'it does not accept the token', error.status);
  }
  if (error instanceof oidc.ClientError) {
    return fromClientError(error, fail);
  }
  return new ExternalError({ provider, operation, kind: 'unavailable', message: 'it cannot be reached', cause: error });
}

function isAboutClient({ cause }: oidc.WWWAuthenticateChallengeError): boolean {
  return cause.some(({ parameters }) => parameters?.error === 'invalid_client');
}

function fromClientError(
  { code, cause, message }: oidc.ClientError,
  fail: (kind: ExternalErrorKind, message: string, status?: number) => ExternalError,
): ExternalError {
  if (code === 'OAUTH_TIMEOUT') {
    return fail('timeout', 'it did not answer in time');
  }
  // An answer that is no answer of OAuth at all: a proxy's page, a rate limit.
  const status = cause instanceof Response ? cause.status : 0;
  return status === 429 || status >= 500
    ? fail(kindOfStatus(status), `it answered ${status}`, status)
    : fail('invalid-response', message);
}
