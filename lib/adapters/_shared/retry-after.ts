import { readHttpDate } from './http-date.ts';

/** A longer one is a mistake or malice: nobody wants another system to be silent for good. */
export const LONGEST_RETRY_AFTER_SECONDS = 24 * 3600;

/** The two headers of an answer that say when to come back. */
export type RetryHeaders = { retryAfter: string | undefined | null; date: string | undefined | null };

/**
 * Seconds to wait, from a `Retry-After` header (RFC 9110 section 10.2.3): a number of seconds or an HTTP date. A date is
 * that of the other side's clock, which says in the same answer how late it is there.
 * Gives undefined where there is none that can be read.
 * @param now ms since 1970
 */
export function readRetryAfter({ retryAfter, date }: RetryHeaders, now: number): number | undefined {
  const text = retryAfter?.trim() ?? '';
  if (/^\d+$/.test(text)) {
    return Math.min(Number(text), LONGEST_RETRY_AFTER_SECONDS);
  }
  const at = readHttpDate(text, now);
  const there = readHttpDate(date, now) ?? now;
  return at === undefined
    ? undefined
    : Math.min(Math.max(0, Math.ceil((at - there) / 1000)), LONGEST_RETRY_AFTER_SECONDS);
}
