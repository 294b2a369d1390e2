import type * as oidc from 'openid-client';
import { send } from '#lib/adapters/_shared/outbound.ts';
import { type Dialect, refusalIn } from './dialect.ts';

const TIMEOUT_MS = 10_000;
/** Discovery documents, keys and tokens take a few thousand bytes. */
const MAX_BODY_BYTES = 512 * 1024;
/** Statuses whose answers have no body at all. */
const WITHOUT_BODY = [204, 205, 304];

/** How openid-client sends: by the one way out, so with its limits and without following redirects. */
export function ownFetch(provider: string, dialect?: Dialect): oidc.CustomFetch {
  return async (url, { method, headers, body }) => {
    const answer = await send({
      provider,
      operation: `${method} ${new URL(url).pathname}`,
      url: new URL(url),
      method,
      headers,
      timeoutMs: TIMEOUT_MS,
      maxBodyBytes: MAX_BODY_BYTES,
      ...(body === undefined || body === null ? {} : { body: String(body) }),
    });
    const { status } = answer;
    // Codes and tokens are posted; everything else is read.
    const refusal = dialect !== undefined && method === 'POST' ? refusalIn(dialect, status, answer.body) : null;
    if (refusal !== null) {
      return new Response(refusal, { status: 400, headers: { 'content-type': 'application/json' } });
    }
    return new Response(WITHOUT_BODY.includes(status) ? null : answer.body, { status, headers: answer.headers });
  };
}
