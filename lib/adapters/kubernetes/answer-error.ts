import { LONGEST_RETRY_AFTER_SECONDS, type RetryHeaders, readRetryAfter } from '#lib/adapters/_shared/retry-after.ts';
import { kindOfStatus } from '#lib/adapters/_shared/status-kind.ts';
import { ExternalError, type ExternalErrorKind } from '#lib/domain/error/external-error.ts';
import { fieldsOf, numberOf, textOf } from '#lib/domain/value/fields.ts';

/** Who was asked what: the beginning of every error. */
export type Asked = { provider: string; operation: string };

const LONGEST_MESSAGE = 300;

/** What a status means, wherever it is read: in an answer or in the ERROR event of a watch. */
function kindOf(status: number): ExternalErrorKind {
  // Not that something is gone: a place in the history that the server cannot go on from.
  return status === 410 ? 'invalid' : kindOfStatus(status);
}

export type Answer = RetryHeaders & { status: number; body: string };

/** The error that an answer with a status other than 2xx means. @param now ms since 1970 */
export function errorFromAnswer(asked: Asked, answer: Answer, now: number): ExternalError {
  const retryAfterSeconds = readRetryAfter(answer, now);
  return new ExternalError({
    ...asked,
    kind: kindOf(answer.status),
    status: answer.status,
    message: messageOf(answer),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
}

/** The error that a Kubernetes Status object means, as a watch sends it in an ERROR event. */
export function errorFromStatus(asked: Asked, object: unknown): ExternalError {
  const { code, message, reason, details } = fieldsOf(object);
  const status = numberOf(code, 500);
  const retryAfterSeconds = numberOf(fieldsOf(details).retryAfterSeconds, undefined);
  return new ExternalError({
    ...asked,
    kind: kindOf(status),
    status,
    message: oneLine(textOf(message, 4096)) || textOf(reason) || 'it reported an error without a message',
    ...(retryAfterSeconds === undefined || retryAfterSeconds <= 0
      ? {}
      : { retryAfterSeconds: Math.min(retryAfterSeconds, LONGEST_RETRY_AFTER_SECONDS) }),
  });
}

/** The Status message of the API server, or what stands in for it where something else answered. */
function messageOf({ status, body }: Answer): string {
  try {
    const { kind, message, reason } = fieldsOf(JSON.parse(body));
    const said = oneLine(textOf(message, 4096)) || textOf(reason);
    return said === '' ? `it answered ${status}` : kind === 'Status' ? said : `it answered ${status}: ${said}`;
  } catch {
    // A page of a proxy in front of it, or nothing at all.
    return `it answered ${status} without saying why`;
  }
}

function oneLine(text: string): string {
  return textOf(text.replaceAll(/\s+/g, ' ').trim(), LONGEST_MESSAGE);
}

/** What is wrong with a server's certificate, in words. */
const CERTIFICATE_ERRORS: Record<string, string> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed and not trusted; configure the authority’s certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not trusted; configure the authority’s certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not trusted; configure the authority’s certificate',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is not trusted; configure the authority’s certificate',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  CERT_SIGNATURE_FAILURE: 'its certificate is not signed by the configured authority',
};

/** What went wrong below HTTP, in words. */
const NETWORK_ERRORS: Record<string, string> = {
  ...CERTIFICATE_ERRORS,
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was closed',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name could not be looked up',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no route to it',
  ETIMEDOUT: 'it did not answer',
  EOUTOFREACH: 'its address is not one that the portal may connect to (outbound.addresses)',
};

/** Whether the server's certificate was not trusted: it, or the authority that is configured for it, was replaced. */
export function isDistrust({ cause }: ExternalError): boolean {
  return cause instanceof Error && 'code' in cause && Object.hasOwn(CERTIFICATE_ERRORS, String(cause.code));
}

/**
 * Nothing listens: the server ended. One that comes back may hold an older state and have counted past our position
 * since, which no number shows, so only a list can tell.
 */
export function isNobodyThere({ cause }: ExternalError): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED';
}

/** Wraps what failed below HTTP; an ExternalError is given back as it is. */
export function errorFromNetwork(asked: Asked, error: unknown): ExternalError {
  if (error instanceof ExternalError) {
    return error;
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const message = NETWORK_ERRORS[code] ?? (code === '' ? 'the connection failed' : `the connection failed (${code})`);
  return new ExternalError({ ...asked, kind: 'unavailable', message, cause: error });
}

/** Nothing came within the time allowed. */
export function timeoutError(asked: Asked, message: string): ExternalError {
  return new ExternalError({ ...asked, kind: 'timeout', message });
}

/** What came is not what the API promises. */
export function invalidError(asked: Asked, message: string, cause?: unknown): ExternalError {
  return new ExternalError({ ...asked, kind: 'invalid-response', message, cause });
}
