import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { OutboundResponse } from './outbound.ts';
import { readRetryAfter } from './retry-after.ts';
import { kindOfStatus } from './status-kind.ts';

const MAX_MESSAGE_LENGTH = 300;

/** The body of an answer as JSON; as it is where it is empty or plain text. Throws ExternalError where it is neither. */
export function parseBody(
  provider: string,
  operation: string,
  text: string,
  type: string,
): Record<string, unknown> | string {
  if (text === '' || type.startsWith('text/plain')) {
    return text;
  }
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (cause) {
    const message = type.startsWith('text/html') ? 'it answered with a web page' : 'its answer is cut off or no JSON';
    throw new ExternalError({ provider, operation, kind: 'invalid-response', message, cause });
  }
}

/** What an answer that is none of success says, as the portal knows errors. */
export function toError(provider: string, operation: string, response: OutboundResponse): ExternalError {
  const { status, headers, body } = response;
  const wait = readRetryAfter({ retryAfter: headers.get('retry-after'), date: headers.get('date') }, Date.now());
  const isRedirect = status >= 300 && status < 400;
  return new ExternalError({
    provider,
    operation,
    kind: kindOfStatus(status),
    status,
    message: isRedirect ? `${status}, it sends the portal to another address: was it moved?` : messageOf(status, body),
    ...(wait === undefined ? {} : { retryAfterSeconds: wait }),
  });
}

/** What is wrong is said in one of three forms: `message` as text, as lists by field (GitLab), or `error`. */
function messageOf(status: number, body: string): string {
  let said: unknown;
  try {
    const parsed = JSON.parse(body) as { message?: unknown; error?: unknown; error_description?: unknown };
    said = parsed.message ?? parsed.error_description ?? parsed.error;
  } catch {
    // A proxy's error page, or the plain text of a rate limit: the status says what there is to know.
    said = undefined;
  }
  const words = said === undefined ? '' : inOneLine(said);
  // Often its words begin with the status: `404 Project Not Found`.
  return (words.startsWith(String(status)) ? words : `${status} ${words}`.trim()).slice(0, MAX_MESSAGE_LENGTH);
}

function inOneLine(said: unknown): string {
  if (Array.isArray(said)) {
    return said.map(inOneLine).join('; ');
  }
  if (typeof said === 'object' && said !== null) {
    return Object.entries(said)
      .map(([field, text]) => `${field} ${inOneLine(text)}`)
      .join('; ');
  }
  return String(said).replaceAll(/\s+/g, ' ');
}
