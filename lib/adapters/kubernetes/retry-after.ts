/** A longer one is a mistake or malice: nobody wants a cluster to be silent for good. */
export const LONGEST_RETRY_AFTER_SECONDS = 24 * 3600;

/**
 * Seconds to wait, from a `Retry-After` header (RFC 9110 section 10.2.3): a number of seconds or an HTTP date.
 * Gives undefined where there is none that can be read.
 * @param now ms since 1970
 */
export function readRetryAfter(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) {
    return Math.min(Number(text), LONGEST_RETRY_AFTER_SECONDS);
  }
  // Only the fixed form of HTTP; Date.parse alone would take much else for a date.
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text)) {
    return undefined;
  }
  const at = Date.parse(text);
  return Number.isNaN(at)
    ? undefined
    : Math.min(Math.max(0, Math.ceil((at - now) / 1000)), LONGEST_RETRY_AFTER_SECONDS);
}
