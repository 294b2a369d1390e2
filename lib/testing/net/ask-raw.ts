import { once } from 'node:events';
import { type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';

export type RawAnswer = { status: number | undefined; headers: IncomingMessage['headers']; bytes: Buffer };

/** Asks on loopback and gives what came over the wire: `fetch` would tidy the path, ask for a coding and unpack it. */
export async function askRaw(
  port: number,
  path: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: OutgoingHttpHeaders } = {},
): Promise<RawAnswer> {
  const message = request({ port, host: '127.0.0.1', path, method, headers, agent: false });
  message.end();
  const [answer] = (await once(message, 'response')) as [IncomingMessage];
  const bytes = Buffer.concat(await Array.fromAsync(answer as AsyncIterable<Buffer>));
  return { status: answer.statusCode, headers: answer.headers, bytes };
}
