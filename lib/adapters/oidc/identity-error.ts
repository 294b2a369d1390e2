import * as oidc from 'openid-client';
import { ExternalError, type ExternalErrorKind } from '#lib/domain/error/external-error.ts';

/** Puts what openid-client throws into our kinds. The provider's own texts are kept short; tokens are never in them. */
export function toIdentityError(error: unknown, provider: string, operation: string): ExternalError {
  if (error instanceof ExternalError) {
    return error;
  }
  const fail = (kind: ExternalErrorKind, message: string) =>
    new ExternalError({ provider, operation, kind, message: message.slice(0, 200), cause: error });
  if (error instanceof oidc.AuthorizationResponseError) {
    const denied = error.error === 'access_denied';
    return denied
      ? fail('forbidden', 'the sign-in was declined')
      : fail('auth', error.error_description ?? error.error);
  }
  if (error instanceof oidc.ResponseBodyError) {
    return fail(error.status >= 500 ? 'unavailable' : 'auth', error.error_description ?? error.error);
  }
  if (error instanceof oidc.WWWAuthenticateChallengeError) {
    return fail('auth', 'it does not accept the token');
  }
  if (error instanceof oidc.ClientError) {
    return error.code === 'OAUTH_TIMEOUT'
      ? fail('timeout', 'it did not answer in time')
      : fail('invalid-response', error.message);
  }
  return fail('unavailable', 'it cannot be reached');
}
