import type { ExternalErrorKind } from '#lib/domain/error/external-error.ts';

/** What a status other than 2xx says by itself, the same for every HTTP API. */
export function kindOfStatus(status: number): ExternalErrorKind {
  switch (status) {
    case 401:
      return 'auth';
    case 403:
      return 'forbidden';
    case 404:
    case 410:
      return 'not-found';
    case 405:
    case 409:
    case 412:
      return 'conflict';
    case 408:
    case 504:
      return 'timeout';
    case 429:
      return 'rate-limited';
    default:
      // Redirects are not followed: an answer below 400 is none that was asked for.
      return status >= 500 ? 'unavailable' : status >= 400 ? 'invalid' : 'invalid-response';
  }
}
