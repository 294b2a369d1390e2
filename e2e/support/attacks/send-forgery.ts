import { type RawAnswer, sendRaw } from '../raw-request.ts';
import type { ChangingCall } from './changing-calls.ts';
import type { Forgery } from './forgeries.ts';

const WITHOUT_BODY = ['GET', 'HEAD', 'OPTIONS'];

/** Sends a call as a forged request would come: with the person's cookie, and nothing else that another site cannot have. */
export function sendForgery(
  { port, url }: { port: number; url: string },
  { path, cookie, body }: Pick<ChangingCall, 'path' | 'cookie' | 'body'>,
  forgery: Forgery,
): Promise<RawAnswer> {
  const { method = 'POST', origin = url, type = 'application/json', headers = {}, encode = String, query } = forgery;
  return sendRaw({
    port,
    method,
    path: query === undefined ? path : `${path}?${query}`,
    headers: {
      ...(cookie === '' ? {} : { cookie }),
      ...(origin === null ? {} : { origin }),
      ...(type === null ? {} : { 'content-type': type }),
      ...headers,
    },
    ...(WITHOUT_BODY.includes(method) ? {} : { body: encode(body) }),
  });
}
