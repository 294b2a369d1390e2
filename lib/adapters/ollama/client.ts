import type { z } from 'zod';
import { send } from '#lib/adapters/_shared/outbound.ts';
import { readRetryAfter } from '#lib/adapters/_shared/retry-after.ts';
import { kindOfStatus } from '#lib/adapters/_shared/status-kind.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { ErrorBody } from './schema.ts';

export type OllamaConnection = { id: string; url: string; timeoutMs: number };

type Question<Shape extends z.ZodType> = { path: string; operation: string; shape: Shape; signal: AbortSignal };

/** A list of some thousand models is far below this. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;
const LONGEST_MESSAGE = 300;

/** GET of a path of the API, checked. Throws ExternalError, or the signal's reason. */
export async function get<Shape extends z.ZodType>(
  connection: OllamaConnection,
  question: Question<Shape>,
): Promise<z.infer<Shape>> {
  const asked = { provider: connection.id, operation: question.operation };
  const response = await send({
    ...asked,
    // A path below the address of a proxy is kept: https://host/ollama + /api/ps.
    url: new URL(`${connection.url.replace(/\/+$/, '')}${question.path}`),
    method: 'GET',
    headers: { accept: 'application/json', 'user-agent': 'portolan' },
    timeoutMs: connection.timeoutMs,
    signal: question.signal,
    maxBodyBytes: MAX_BODY_BYTES,
  });
  const { status, headers } = response;
  if (status < 200 || status > 299) {
    const wait = readRetryAfter({ retryAfter: headers.get('retry-after'), date: headers.get('date') }, Date.now());
    throw new ExternalError({
      ...asked,
      kind: kindOfStatus(status),
      status,
      message: messageOf(status, response.body),
      ...(wait === undefined ? {} : { retryAfterSeconds: wait }),
    });
  }
  const result = question.shape.safeParse(parseJson(response.body));
  if (!result.success) {
    const message = `what ${question.path} answered is not what Ollama answers`;
    throw new ExternalError({ ...asked, kind: 'invalid-response', status, message, cause: result.error });
  }
  return result.data;
}

function messageOf(status: number, body: string): string {
  if (status < 400) {
    return `it answered ${status}, a redirect, which is not followed: configure the address it leads to`;
  }
  const said = ErrorBody.safeParse(parseJson(body));
  if (said.success) {
    return said.data.error.replaceAll(/\s+/g, ' ').trim().slice(0, LONGEST_MESSAGE);
  }
  return status === 404 ? 'no Ollama answers at this address (404)' : `it answered ${status} without saying why`;
}

/** undefined for what is no JSON, such as the page of a proxy. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
