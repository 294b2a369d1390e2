import { type OutboundResponse, send } from '#lib/adapters/_shared/outbound.ts';
import { readRetryAfter } from '#lib/adapters/_shared/retry-after.ts';
import { shownText } from '#lib/adapters/_shared/shown-text.ts';
import { kindOfStatus } from '#lib/adapters/_shared/status-kind.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { type Fields, fieldsOf } from '#lib/domain/value/fields.ts';

export type ArgoCdApi = {
  /** What it is called in errors. */
  name: string;
  /** Of argocd-server, without `/api`. */
  url: string;
  token: string;
  timeoutMs: number;
};

export type ApiQuestion = {
  /** `/api/v1/…`, encoded. */
  path: string;
  query?: Readonly<Record<string, string>>;
  /** A verb and an object, for errors. */
  operation: string;
  /** What the account has to be allowed, said where it is not. */
  right: string;
  signal?: AbortSignal;
  timeoutMs?: number;
};

/** An application with thousands of objects; a whole managed object with a large CustomResourceDefinition beside it. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;
const LONGEST_MESSAGE = 300;

/** Asks, with GET and nothing else. Throws ExternalError, or the signal's reason. */
export async function getJson(api: ArgoCdApi, question: ApiQuestion): Promise<Fields> {
  const { path, query = {}, operation, signal } = question;
  const asked = { provider: api.name, operation };
  const search = new URLSearchParams(query).toString();
  const response = await send({
    ...asked,
    url: new URL(`${api.url.replace(/\/+$/, '')}${path}${search === '' ? '' : `?${search}`}`),
    method: 'GET',
    headers: { accept: 'application/json', authorization: `Bearer ${api.token}` },
    timeoutMs: question.timeoutMs ?? api.timeoutMs,
    maxBodyBytes: MAX_BODY_BYTES,
    ...(signal === undefined ? {} : { signal }),
  });
  const { status } = response;
  const body = parseJson(response.body);
  if (status !== 200) {
    const message = refusalOf(response, body, question.right);
    throw new ExternalError({ ...asked, kind: kindOfStatus(status), status, message, ...waitOf(response) });
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    const message = 'what it answered is not what Argo CD answers';
    throw new ExternalError({ ...asked, kind: 'invalid-response', status, message });
  }
  return fieldsOf(body);
}

function refusalOf({ status }: OutboundResponse, body: unknown, right: string): string {
  if (status < 400) {
    return `it answered ${status}, a redirect, which is not followed: configure the address it leads to`;
  }
  const words: Record<number, string> = {
    401: 'it does not accept the token (401)',
    403: `the account of the token may not do this (403): it lacks "${right}"`,
    404: 'there is no such application, or no Argo CD answers at this address (404)',
    503: 'it is not ready, or too busy (503)',
  };
  const { message, error } = fieldsOf(body);
  const said = shownText(typeof message === 'string' ? message : error, LONGEST_MESSAGE).replaceAll(/\s+/g, ' ');
  return words[status] ?? (said === '' ? `it answered ${status} without saying why` : `it answered ${status}: ${said}`);
}

function waitOf({ headers }: OutboundResponse): { retryAfterSeconds?: number } {
  const wait = readRetryAfter({ retryAfter: headers.get('retry-after'), date: headers.get('date') }, Date.now());
  return wait === undefined ? {} : { retryAfterSeconds: wait };
}

/** undefined for what is no JSON, such as the page of a proxy. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
