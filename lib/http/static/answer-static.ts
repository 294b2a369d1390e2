import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { codingFor } from '../compression/coding.ts';
import { STRICT_HEADERS } from '../strict-headers.ts';
import { SUFFIX } from './pack-static.ts';

const PREFIX = '/_next/static/';
const TYPES: Record<string, string> = {
  '.js': 'application/javascript; charset=UTF-8',
  '.css': 'text/css; charset=UTF-8',
};

/**
 * Answers with the packed scripts and styles of a build, for those who take them packed; everything else is left to
 * Next, which would pack each file anew for each reader. Only what was there at the start has an address.
 */
export function createStaticAnswer(packedDir: string): (request: IncomingMessage, response: ServerResponse) => boolean {
  const known = new Set(globSync('**/*.{js,css}.{br,gz}', { cwd: packedDir }));
  return (request, response) => {
    const url = request.url ?? '';
    const coding = request.method === 'GET' && url.startsWith(PREFIX) ? codingFor(request.headers) : null;
    const path = url.split('?', 1)[0]?.slice(PREFIX.length) ?? '';
    if (coding === null || request.headers.range !== undefined || !known.has(path + SUFFIX[coding])) {
      return false;
    }
    const send = async () => {
      const bytes = await readFile(join(packedDir, path + SUFFIX[coding]));
      response.writeHead(200, {
        ...STRICT_HEADERS,
        'content-type': TYPES[extname(path)],
        'content-encoding': coding,
        'content-length': bytes.length,
        // Their names are made from what is in them.
        'cache-control': 'public, max-age=31536000, immutable',
        vary: 'accept-encoding',
      });
      response.end(bytes);
    };
    send().catch((error: Error) => response.destroy(error));
    return true;
  };
}
