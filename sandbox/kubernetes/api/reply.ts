import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip as gzipWithCallback } from 'node:zlib';
import type { Reply, RequestContext } from '../../http/router.ts';
import type { ApiError, Status } from './status.ts';

const gzip = promisify(gzipWithCallback);

/** Smaller answers go out as they are (endpoints/handlers/responsewriters, defaultGzipThresholdBytes). */
const GZIP_FROM_BYTES = 128 * 1024;
const GZIP_LEVEL = 1;

/** What every answer of the API server carries. */
export function withServerHeaders(reply: Reply): Reply {
  return {
    ...reply,
    headers: { 'audit-id': randomUUID(), 'cache-control': 'no-cache, private', ...reply.headers },
  };
}

export function statusReply(status: Status): Reply {
  const retryAfter = status.details?.retryAfterSeconds;
  return {
    status: status.code ?? 200,
    headers: retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) },
    body: status,
  };
}

export function errorReply(error: ApiError): Reply {
  return statusReply(error.status);
}

/** What the server's outermost handler says for paths nobody has taken: no Status, plain text. */
export const PAGE_NOT_FOUND: Reply = {
  status: 404,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
  body: '404 page not found\n',
};

/** JSON that is bytes already, packed where the client takes that and it is worth it. */
export async function bytesReply(context: RequestContext, bytes: Buffer, status = 200): Promise<Reply> {
  const headers = { 'content-type': 'application/json' };
  const encodings = context.request.headers['accept-encoding'];
  const takesGzip = typeof encodings === 'string' && /\bgzip\b/.test(encodings);
  if (!takesGzip || bytes.length < GZIP_FROM_BYTES) {
    return { status, headers, body: bytes };
  }
  const packed = await gzip(bytes, { level: GZIP_LEVEL });
  return { status, headers: { ...headers, 'content-encoding': 'gzip', vary: 'Accept-Encoding' }, body: packed };
}
