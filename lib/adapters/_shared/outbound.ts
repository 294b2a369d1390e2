import { ExternalError, type ExternalErrorKind } from '#lib/domain/error/external-error.ts';

/** The longest answer that is read from another system. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;

export type OutboundRequest = {
  /** Of the connection, for errors. */
  provider: string;
  /** A verb and an object, for errors: `open merge request`. */
  operation: string;
  url: URL;
  method: string;
  headers?: Record<string, string>;
  body?: string;
  timeoutMs: number;
  /** Ends it early; what is thrown then is the signal's reason. */
  signal?: AbortSignal;
  /** The longest answer that is read; without it 32 MiB. */
  maxBodyBytes?: number;
};

export type OutboundResponse = { status: number; headers: Headers; body: string };

/** What the status alone says, the same for every HTTP API. */
export function kindOfStatus(status: number): ExternalErrorKind {
  switch (status) {
    case 401:
      return 'auth';
    case 403:
      return 'forbidden';
    case 404:
    case 410:
      return 'not-found';
    case 405:
    case 409:
    case 412:
      return 'conflict';
    case 408:
      return 'timeout';
    case 429:
      return 'rate-limited';
    default:
      return status >= 500 ? 'unavailable' : 'invalid';
  }
}

/** `Retry-After` in seconds; it comes as a number of seconds or as a date. */
export function retryAfterSeconds(headers: Headers, now: number): number | undefined {
  const value = headers.get('retry-after');
  if (value === null) {
    return undefined;
  }
  const seconds = /^\d+$/.test(value.trim()) ? Number(value) : (Date.parse(value) - now) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined;
}

/**
 * The one way out to an HTTP API: a time limit, a size limit, and redirects are not followed, so that an answer can
 * never send the portal, or a token, to an address that is not in the configuration. Throws ExternalError when no
 * answer came; an answer of any status is given back.
 */
export async function send(request: OutboundRequest): Promise<OutboundResponse> {
  const fail = (kind: ExternalErrorKind, message: string, cause?: unknown) =>
    new ExternalError({ provider: request.provider, operation: request.operation, kind, message, cause });
  const limit = AbortSignal.timeout(request.timeoutMs);
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers ?? {},
      redirect: 'manual',
      signal: request.signal === undefined ? limit : AbortSignal.any([request.signal, limit]),
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    return {
      status: response.status,
      headers: response.headers,
      body: await readLimited(response, fail, request.maxBodyBytes),
    };
  } catch (cause) {
    request.signal?.throwIfAborted();
    if (cause instanceof ExternalError) {
      throw cause;
    }
    const timedOut = cause instanceof DOMException && cause.name === 'TimeoutError';
    throw timedOut
      ? fail('timeout', `no answer within ${request.timeoutMs / 1000} s`, cause)
      : fail('unavailable', reasonOf(cause), cause);
  }
}

async function readLimited(
  response: Response,
  fail: (kind: ExternalErrorKind, message: string) => ExternalError,
  maxBytes = MAX_BODY_BYTES,
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) {
      throw fail('invalid-response', `the answer is larger than ${maxBytes / 1024 / 1024} MiB`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The system's code says more than fetch's own "fetch failed", and holds no address or header. */
function reasonOf(cause: unknown): string {
  const inner = cause instanceof Error ? cause.cause : undefined;
  const code = typeof inner === 'object' && inner !== null && 'code' in inner ? String(inner.code) : '';
  const words: Record<string, string> = {
    ECONNREFUSED: 'nothing listens at its address (connection refused)',
    ECONNRESET: 'the connection was cut',
    UND_ERR_SOCKET: 'the connection was cut',
    ENOTFOUND: 'its host name is not known here',
    EAI_AGAIN: 'its host name could not be looked up',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed and not trusted here',
    SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by an authority that is not trusted here',
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is signed by an authority that is not trusted here',
    CERT_HAS_EXPIRED: 'its certificate has expired',
  };
  return words[code] ?? (code === '' ? 'the connection failed' : `the connection failed (${code})`);
}
