import { LONGEST_RETRY_AFTER_SECONDS, readRetryAfter } from '#lib/adapters/_shared/retry-after.ts';
import { kindOfStatus } from '#lib/adapters/_shared/status-kind.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { cutText, type Fields, fieldsOf, itemsOf, textOf } from '#lib/domain/value/fields.ts';

const MAX_MESSAGE_LENGTH = 300;
const MOST_ERRORS = 5;
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
  const words = wordsOf(fieldsOf(data), fieldsOf(headers));
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

/** What GitHub says, with what it says of single fields, and what to do where an organization asks for single sign-on. */
function wordsOf({ message, errors }: Fields, headers: Fields): string {
  if (textOf(headers['x-github-sso']).startsWith('required')) {
    return 'its organization asks for single sign-on: authorize the token for the organization on GitHub, or sign in again';
  }
  const more = itemsOf(errors, MOST_ERRORS).map((each) => {
    const { message: sentence, field, code } = fieldsOf(each);
    return textOf(each) || textOf(sentence) || [field, code].map((part) => textOf(part)).join(' ');
  });
  const said = [textOf(message, MAX_MESSAGE_LENGTH), ...more].map((part) => part.trim()).filter((part) => part !== '');
  return cutText(said.join(': ').replaceAll(/\s+/g, ' '), MAX_MESSAGE_LENGTH);
}

/**
 * GitHub refuses with 403 or 429 whoever asks too much: for the hour, where nothing remains, until the moment it names;
 * for a burst, with `retry-after`. Gives undefined where it refuses for another reason.
 */
function secondsToWait(status: number, headers: Fields): number | undefined {
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
