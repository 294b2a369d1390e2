import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { wishFor } from '../compression/coding.ts';
import { WORTH_COMPRESSING_BYTES } from '../compression/compress-answer.ts';

const compress = promisify(gzip);

/** Sends a route handler's answer, compressed where that is wanted and worth it; compressing goes on beside the event loop. */
export async function sendResponse(
  answer: Response,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = Buffer.from(await answer.arrayBuffer());
  const isCompressed = body.length >= WORTH_COMPRESSING_BYTES && wishFor('gzip', request.headers) > 0;
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
