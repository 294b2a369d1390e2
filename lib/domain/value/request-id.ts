const GOOD = /^[A-Za-z0-9._-]{8,64}$/;

/** The header that a request's id comes and goes with. */
export const REQUEST_ID_HEADER = 'x-request-id';

/** An id that a proxy gave, where it is one that can stand in logs, answers and audit records as it is; else null. */
export function goodRequestId(given: unknown): string | null {
  return typeof given === 'string' && GOOD.test(given) ? given : null;
}
