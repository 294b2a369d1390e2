import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** Below this, compressing takes longer than sending. */
const WORTH_COMPRESSING_BYTES = 1024;

const compress = promisify(gzip);

/** Sends a route handler's answer, compressed where that is wanted and worth it; compressing goes on beside the event loop. */
export async function sendResponse(
  answer: Response,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = Buffer.from(await answer.arrayBuffer());
  const isCompressed = body.length >= WORTH_COMPRESSING_BYTES && takesGzip(request);
  const bytes = isCompressed ? await compress(body) : body;
  if (response.destroyed) {
    return;
  }
  const headers = Object.fromEntries(answer.headers);
  response.writeHead(answer.status, {
    ...headers,
    vary: 'accept-encoding',
    ...(isCompressed ? { 'content-encoding': 'gzip' } : {}),
    'content-length': bytes.length,
  });
  response.end(bytes);
}

function takesGzip({ headers }: IncomingMessage): boolean {
  const given = headers['accept-encoding'];
  const codings = (Array.isArray(given) ? given.join(',') : (given ?? '')).split(',');
  return codings.some((coding) => /^\s*gzip\s*(?:;\s*q=(?:0?\.\d*[1-9]\d*|1(?:\.0*)?)\s*)?$/i.test(coding));
}
