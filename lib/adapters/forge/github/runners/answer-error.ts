import { LONGEST_RETRY_AFTER_SECONDS, readRetryAfter } from '#lib/adapters/_shared/retry-after.ts';
import { kindOfStatus } from '#lib/adapters/_shared/status-kind.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { fieldsOf, textOf } from '#lib/domain/value/fields.ts';

const MAX_MESSAGE_LENGTH = 300;
/** A burst, and content that is made too fast, are refused with the status of a missing right. */
const TOO_MUCH = /secondary rate limit|abuse/i;

/**
 * What the client threw, as the portal knows errors. The client puts a coat around what our own way out threw.
 * @param untoldWait seconds to wait where GitHub is asked too much and does not say for how long
 */
export function toExternalError(provider: string, operation: string, error: unknown, untoldWait = 60): unknown {
  const { cause, status, response } = fieldsOf(error instanceof Error ? { ...error, cause: error.cause } : error);
  if (cause instanceof ExternalError) {
    return cause;
  }
  if (typeof status !== 'number' || response === undefined) {
    return error;
  }
  const { headers, data } = fieldsOf(response);
  const words = textOf(fieldsOf(data).message, MAX_MESSAGE_LENGTH).replaceAll(/\s+/g, ' ');
  const isTooMuch = status === 429 || (status === 403 && TOO_MUCH.test(words));
  const wait = secondsToWait(status, fieldsOf(headers)) ?? (isTooMuch ? untoldWait : undefined);
  return new ExternalError({
    provider,
    operation,
    kind: wait === undefined ? kindOfStatus(status) : 'rate-limited',
    status,
    message: `${status} ${words}`.trim(),
    ...(wait === undefined ? {} : { retryAfterSeconds: wait }),
  });
}

/**
 * GitHub refuses with 403 or 429 whoever asks too much: for the hour, where nothing remains, until the moment it names;
 * for a burst, with `retry-after`. Gives undefined where it refuses for another reason.
 */
function secondsToWait(
  status: number,
  headers: Record<string, unknown> | ReturnType<typeof fieldsOf>,
): number | undefined {
  if (status !== 403 && status !== 429 && status !== 503) {
    return undefined;
  }
  const date = textOf(headers.date);
  const told = readRetryAfter({ retryAfter: textOf(headers['retry-after']), date }, Date.now());
  if (told !== undefined) {
    return told;
  }
  if (textOf(headers['x-ratelimit-remaining']) !== '0') {
    return undefined;
  }
  // By the other side's clock, which it tells in the same answer.
  const now = Number.isNaN(Date.parse(date)) ? Date.now() : Date.parse(date);
  const left = Number(textOf(headers['x-ratelimit-reset'])) - now / 1000;
  return Number.isFinite(left) ? Math.min(Math.max(1, Math.ceil(left)), LONGEST_RETRY_AFTER_SECONDS) : undefined;
}

/** GitHub sends whoever asks for an old name to the new one; the portal follows nobody with its token. */
export function movedError(provider: string, operation: string, status: number): ExternalError {
  const message = `${status}, it is at another address now: it was renamed or moved`;
  return new ExternalError({ provider, operation, kind: 'not-found', status, message });
}

export function isMoved({ status = 0 }: ExternalError): boolean {
  return status >= 300 && status < 400;
}

export function isRefused(error: unknown): error is ExternalError {
  return error instanceof ExternalError && (error.kind === 'forbidden' || error.kind === 'not-found');
}
