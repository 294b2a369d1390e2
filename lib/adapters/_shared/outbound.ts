import type { IncomingMessage } from 'node:http';
import { ExternalError, type ExternalErrorKind } from '#lib/domain/error/external-error.ts';
import { exchange } from './exchange.ts';
import { OutOfReachError } from './reach.ts';

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

/**
 * The one way out to an HTTP API: a time limit, a size limit, no address that the portal may not reach, and redirects are
 * not followed, so that an answer can never send the portal, or a token, to an address that is not in the configuration.
 * Throws ExternalError when no answer came; an answer of any status is given back.
 */
export async function send(request: OutboundRequest): Promise<OutboundResponse> {
  const fail = (kind: ExternalErrorKind, message: string, cause?: unknown) =>
    new ExternalError({ provider: request.provider, operation: request.operation, kind, message, cause });
  const limit = AbortSignal.timeout(request.timeoutMs);
  const { url, method, headers = {}, body } = request;
  const signal = request.signal === undefined ? limit : AbortSignal.any([request.signal, limit]);
  try {
    const answer = await exchange({ url, method, headers, signal, ...(body === undefined ? {} : { body }) });
    return {
      status: answer.statusCode ?? 0,
      headers: headersOf(answer),
      body: await readLimited(answer, fail, request.maxBodyBytes),
    };
  } catch (cause) {
    request.signal?.throwIfAborted();
    throw limit.aborted && !(cause instanceof ExternalError)
      ? fail('timeout', `no answer within ${request.timeoutMs / 1000} s`, cause)
      : toOutboundError(cause, fail);
  }
}

type Fail = (kind: ExternalErrorKind, message: string, cause?: unknown) => ExternalError;

/** What Node threw on the way out, as the portal knows errors. */
export function toOutboundError(cause: unknown, fail: Fail): ExternalError {
  return cause instanceof ExternalError
    ? cause
    : fail(cause instanceof OutOfReachError ? 'invalid' : 'unavailable', reasonOf(cause), cause);
}

export function headersOf({ headersDistinct }: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(headersDistinct)) {
    for (const value of values) {
      headers.append(name, value);
    }
  }
  return headers;
}

export async function readLimited(answer: IncomingMessage, fail: Fail, maxBytes = MAX_BODY_BYTES): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop early destroys the connection with what is still to come.
  for await (const chunk of answer as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > maxBytes) {
      throw fail('invalid-response', `the answer is larger than ${maxBytes / 1024 / 1024} MiB`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The system's code says more than Node's own message, and holds no address or header. */
function reasonOf(cause: unknown): string {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
  const words: Record<string, string> = {
    ECONNREFUSED: 'nothing listens at its address (connection refused)',
    ECONNRESET: 'the connection was cut',
    ENOTFOUND: 'its host name is not known here',
    EAI_AGAIN: 'its host name could not be looked up',
    EOUTOFREACH: 'its address is not one that the portal may connect to (outbound.addresses)',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed and not trusted here',
    SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by an authority that is not trusted here',
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is signed by an authority that is not trusted here',
    CERT_HAS_EXPIRED: 'its certificate has expired',
  };
  return words[code] ?? (code === '' ? 'the connection failed' : `the connection failed (${code})`);
}
