import type { IncomingMessage, ServerResponse } from 'node:http';

/** What is refused, and how. */
export type Refusal = { status: number; message: string };

/** The live line of a tab names fifty topics at most; Next takes a second for thousands of parameters. */
const MOST_PARAMETERS = 200;
/** Of a page; those of the portal are a few hundred characters long. */
const LONGEST_ADDRESS = 4096;
/** Next reads them over and over. */
const LONGEST_COOKIES = 8192;
/** The largest that GitLab sends to a webhook; what else takes a body has a smaller limit of its own. */
const LARGEST_BODY_BYTES = 25 * 1024 * 1024;

/** Why a request gets no further than this; null for one that may. */
export function refusalOf({
  method,
  url = '/',
  headers,
}: Pick<IncomingMessage, 'method' | 'url' | 'headers'>): Refusal | null {
  const isPage = !/^(?:[a-z]+:\/\/[^/]*)?\/(?:api\/|generate\/manifest$)/i.test(url);
  // Pages have no server actions, so what could only be one never reaches the code that would read it.
  if (isPage && method !== 'GET' && method !== 'HEAD') {
    return { status: 405, message: 'Pages answer to GET and HEAD only.' };
  }
  if (isPage && url.length > LONGEST_ADDRESS) {
    return { status: 414, message: 'The address is longer than any of the portal.' };
  }
  if ((headers.cookie ?? '').length > LONGEST_COOKIES) {
    return { status: 431, message: 'The browser sends more cookies than the portal reads.' };
  }
  if (url.split('&', MOST_PARAMETERS + 1).length > MOST_PARAMETERS) {
    return { status: 414, message: `The address has more than ${MOST_PARAMETERS} parameters.` };
  }
  return Number(headers['content-length'] ?? 0) > LARGEST_BODY_BYTES
    ? { status: 413, message: `The request is larger than ${LARGEST_BODY_BYTES / 1024 / 1024} MiB.` }
    : null;
}

/**
 * Answers what is refused before Next sees it. Next reads the body of a page's request to its end, takes every
 * parameter apart several times, and only then asks the proxy. Who may see what is never decided here.
 */
export function refuse(request: IncomingMessage, response: ServerResponse): boolean {
  const refusal = refusalOf(request);
  if (refusal === null) {
    return false;
  }
  // Whoever still sends is not listened to.
  response.writeHead(refusal.status, { connection: 'close', 'content-type': 'text/plain; charset=utf-8' });
  response.end(refusal.message);
  return true;
}
