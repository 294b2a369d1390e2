import { Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';

export type RawRequest = {
  port: number;
  method?: string;
  /** Sent as it stands: nothing is resolved, encoded or put right. */
  path: string;
  headers?: OutgoingHttpHeaders;
  body?: string | Buffer;
};

export type RawAnswer = { status: number; headers: IncomingHttpHeaders; body: string };

const agent = new Agent({ keepAlive: true, maxSockets: 12 });
/** A stream that says nothing has no more to tell about who may listen. */
const STREAM_MS = 1_000;

/** Sends one request as a hostile client would. Of a live stream it gives the first event. Rejects when no answer comes. */
export function sendRaw(raw: RawRequest): Promise<RawAnswer> {
  const { port, method = 'GET', path, headers = {}, body } = raw;
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const options = { host: '127.0.0.1', port, method, path, headers: { ...length, ...headers }, agent };
    const sent = request(options, (response) => {
      const chunks: Buffer[] = [];
      const done = () => {
        clearTimeout(limit);
        const { statusCode = 0, headers: got } = response;
        resolve({ status: statusCode, headers: got, body: Buffer.concat(chunks).toString('utf8') });
      };
      const isStream = (response.headers['content-type'] ?? '').startsWith('text/event-stream');
      const leave = () => {
        done();
        response.destroy();
      };
      const limit = isStream && method !== 'HEAD' ? setTimeout(leave, STREAM_MS) : undefined;
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        if (isStream && chunk.includes('data:')) {
          leave();
        }
      });
      response.on('end', done);
      response.on('error', reject);
    });
    sent.on('error', (error: NodeJS.ErrnoException) => {
      // A connection that rested may be closed by the server in the moment in which it is taken again.
      const wasResting = sent.reusedSocket && error.code === 'ECONNRESET';
      if (wasResting) {
        sendRaw(raw).then(resolve, reject);
      } else {
        reject(error);
      }
    });
    sent.end(body);
  });
}

/** Works through `items`, several at a time, and gives the results in their order. */
export async function mapAtOnce<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const worker = async () => {
    for (let at = next++; at < items.length; at = next++) {
      results[at] = await work(items[at] as Item);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}
