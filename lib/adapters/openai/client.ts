import { type OutboundResponse, send } from '#lib/adapters/_shared/outbound.ts';
import { readRetryAfter } from '#lib/adapters/_shared/retry-after.ts';
import { kindOfStatus } from '#lib/adapters/_shared/status-kind.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { WritingModel } from '#lib/ports/language-model.ts';
import { ErrorBody, ModelList, wordsOf } from './schema.ts';

export type OpenAiConnection = {
  id: string;
  /** With or without the `/v1` at its end. */
  url: string;
  /** Sent as a bearer token; servers of one's own may need none. */
  apiKey: string | null;
  timeoutMs: number;
};

const MAX_BODY_BYTES = 8 * 1024 * 1024;

export function addressOf({ url }: Pick<OpenAiConnection, 'url'>, path: string): URL {
  return new URL(`${url.replace(/\/+$/, '').replace(/\/v1$/, '')}/v1${path}`);
}

export function headersFor({ apiKey }: Pick<OpenAiConnection, 'apiKey'>): Record<string, string> {
  return apiKey === null ? {} : { authorization: `Bearer ${apiKey}` };
}

/** The models that the server names. Throws ExternalError. */
export async function listModels(connection: OpenAiConnection, signal?: AbortSignal): Promise<WritingModel[]> {
  const asked = { provider: connection.id, operation: 'list models' };
  const response = await send({
    ...asked,
    url: addressOf(connection, '/models'),
    method: 'GET',
    headers: { accept: 'application/json', ...headersFor(connection) },
    timeoutMs: connection.timeoutMs,
    maxBodyBytes: MAX_BODY_BYTES,
    ...(signal === undefined ? {} : { signal }),
  });
  if (response.status !== 200) {
    throw toRefusal(asked, response);
  }
  const list = ModelList.safeParse(parseJson(response.body));
  if (!list.success) {
    const message = 'what /v1/models answered is no list of models';
    throw new ExternalError({ ...asked, kind: 'invalid-response', message, cause: list.error });
  }
  return list.data.data.map(({ id }) => ({ name: id, digest: null }));
}

/** What an answer of another status than 200 means. */
export function toRefusal(
  asked: { provider: string; operation: string },
  { status, headers, body }: OutboundResponse,
): ExternalError {
  const said = ErrorBody.safeParse(parseJson(body));
  const wait = readRetryAfter({ retryAfter: headers.get('retry-after'), date: headers.get('date') }, Date.now());
  return new ExternalError({
    ...asked,
    kind: kindOfStatus(status),
    status,
    message: said.success ? wordsOf(said.data.error) : `it answered ${status} without saying why`,
    ...(wait === undefined ? {} : { retryAfterSeconds: wait }),
  });
}

/** undefined for what is no JSON, such as the page of a proxy. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
