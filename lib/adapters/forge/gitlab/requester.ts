import { createRequesterFn } from '@gitbeaker/requester-utils';
import { send } from '#lib/adapters/_shared/outbound.ts';
import { readRetryAfter } from '#lib/adapters/_shared/retry-after.ts';
import { kindOfStatus } from '#lib/adapters/_shared/status-kind.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';

const TIMEOUT_MS = 20_000;
/** More than any page or manifest has; several are read at once. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;
const MAX_MESSAGE_LENGTH = 300;

type PreparedRequest = {
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
  prefixUrl?: string;
  searchParams?: string;
};

/**
 * How the SDK talks to GitLab. Its own handler repeats a request on 429 within milliseconds and whatever
 * Retry-After says, follows redirects with the token, and has no time limit on writes; this one does none of it and
 * fails with ExternalError.
 */
export function createRequester(provider: string, timeoutMs = TIMEOUT_MS) {
  return createRequesterFn(
    (_, prepared) => Promise.resolve(prepared),
    async (endpoint: string, options?: Record<string, unknown>) => {
      const {
        method = 'GET',
        headers = {},
        body,
        prefixUrl = '',
        searchParams = '',
      } = (options ?? {}) as PreparedRequest;
      const url = new URL(endpoint, prefixUrl.endsWith('/') ? prefixUrl : `${prefixUrl}/`);
      url.search = searchParams;
      const operation = `${method} ${endpoint}`;
      const response = await send({
        provider,
        operation,
        url,
        method,
        headers,
        timeoutMs,
        maxBodyBytes: MAX_BODY_BYTES,
        ...(typeof body === 'string' ? { body } : {}),
      });
      if (response.status < 200 || response.status >= 300) {
        throw toError(provider, operation, response);
      }
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers.entries()),
        body: parseBody(provider, operation, response.body, response.headers.get('content-type') ?? ''),
      };
    },
  );
}

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

export function toError(
  provider: string,
  operation: string,
  response: Awaited<ReturnType<typeof send>>,
): ExternalError {
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

/** GitLab says what is wrong in one of three forms: `message` as text, as lists by field, or `error`. */
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
