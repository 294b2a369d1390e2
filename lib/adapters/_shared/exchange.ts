import { Agent as HttpAgent, type IncomingMessage, request as overHttp } from 'node:http';
import { Agent as HttpsAgent, request as overHttps } from 'node:https';
import { cutOnAbort } from './cut-on-abort.ts';
import { reach, withoutBrackets } from './reach.ts';

export type Exchange = {
  url: URL;
  method: string;
  headers: Record<string, string>;
  body?: string;
  /** Cuts the connection whenever it is aborted, also while the body is read. */
  signal: AbortSignal;
};

/** Connections are kept between requests; idle ones do not keep the process alive. */
const AGENTS = { 'http:': new HttpAgent({ keepAlive: true }), 'https:': new HttpsAgent({ keepAlive: true }) };

/**
 * One request and the head of its answer. Only http and https, only to where the portal may reach, no redirect followed,
 * no other protocol switched to. Throws what Node throws, the signal's reason, and OutOfReachError.
 */
export function exchange({ url, method, headers, body, signal }: Exchange): Promise<IncomingMessage> {
  signal.throwIfAborted();
  const { protocol } = url;
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw new TypeError(`${protocol} is no way to ask anything`);
  }
  reach.assertHost(url.hostname);
  return new Promise((resolve, reject) => {
    const request = (protocol === 'https:' ? overHttps : overHttp)(
      {
        protocol,
        hostname: withoutBrackets(url.hostname),
        port: url.port,
        path: `${url.pathname}${url.search}`,
        method,
        agent: AGENTS[protocol],
        headers: {
          accept: '*/*',
          'accept-encoding': 'identity',
          'user-agent': 'portolan',
          // Node tells nobody how long the body of a DELETE is, and the other side takes it for the next request.
          ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
          ...headers,
        },
        lookup: reach.lookup,
      },
      resolve,
    );
    cutOnAbort(request, signal);
    request.on('error', reject);
    // Asked for by nobody here: the other side would go on in a protocol of its own.
    request.on('upgrade', (_, socket) => {
      socket.destroy();
      reject(new Error('it switched to another protocol'));
    });
    request.end(body);
  });
}
