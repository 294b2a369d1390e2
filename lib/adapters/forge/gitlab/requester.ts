import { createRequesterFn } from '@gitbeaker/requester-utils';
import { send } from '#lib/adapters/_shared/outbound.ts';
import { parseBody, toError } from '#lib/adapters/_shared/rest-answer.ts';

const TIMEOUT_MS = 20_000;
/** More than any page or manifest has; several are read at once. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;

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
