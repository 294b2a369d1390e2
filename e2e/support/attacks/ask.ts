import type { OutgoingHttpHeaders } from 'node:http';
import { type RawAnswer, sendRaw } from '../raw-request.ts';
import type { Address } from './addresses.ts';
import type { Caller } from './callers.ts';
import type { Transport } from './transports.ts';

export type Asked = {
  method: string;
  path: string;
  body?: string | undefined;
  headers?: OutgoingHttpHeaders;
};

/** Asks for an address the way that `transport` does; where it names no method, with one that the address has. */
export function applied(transport: Transport, address: Address): Asked {
  const [path = '', query] = address.path.split('?');
  const changed = transport.path?.(path) ?? path;
  const method = transport.method ?? (address.rights.GET === undefined ? 'POST' : 'GET');
  const { headers = {} } = transport;
  return {
    method,
    path: query === undefined ? changed : `${changed}${changed.includes('?') ? '&' : '?'}${query}`,
    body: address.body,
    headers: typeof headers === 'function' ? headers(path) : headers,
  };
}

const WITH_BODY = ['POST', 'PUT', 'PATCH', 'DELETE'];

/** Sends it as the portal's own pages would, but for what `asked` says otherwise. */
export async function ask(
  { port, url }: { port: number; url: string },
  { method, path, body, headers: extra = {} }: Asked,
  { cookie }: Caller,
): Promise<{ answer: RawAnswer; asked: string }> {
  const sends = body !== undefined && WITH_BODY.includes(method);
  const cookies = [cookie, extra.cookie].filter(Boolean).join('; ');
  const headers = {
    origin: url,
    ...(sends ? { 'content-type': 'application/json' } : {}),
    ...extra,
    ...(cookies === '' ? {} : { cookie: cookies }),
  };
  const answer = await sendRaw({ port, method, path, headers, ...(sends ? { body } : {}) });
  return { answer, asked: unescaped(`${path} ${JSON.stringify(headers)}`) };
}

/** As it may come back in an answer: an address that is told again is no secret. */
function unescaped(text: string): string {
  const decode = (encoded: string) =>
    encoded.replace(/%([0-7][0-9a-f])/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  const once = decode(text);
  return [text, once, decode(once), once.replace(/\/+/g, '/')].join(' ');
}
