import type { z } from 'zod';
import { type OutboundResponse, send } from '#lib/adapters/_shared/outbound.ts';
import { readRetryAfter } from '#lib/adapters/_shared/retry-after.ts';
import { kindOfStatus } from '#lib/adapters/_shared/status-kind.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { ServerClock } from '#lib/domain/model/server-clock.ts';
import { ErrorBody } from './schema.ts';

export type OllamaConnection = {
  id: string;
  url: string;
  timeoutMs: number;
  /** Learns from each answer what time it is over there. */
  clock: ServerClock;
};

type Question<Shape extends z.ZodType> = {
  path: string;
  operation: string;
  shape: Shape;
  signal: AbortSignal | undefined;
  /** Sent as JSON by POST; without it the question is a GET. Only `/api/show` is read this way. */
  body?: object;
};

/** A list of some thousand models is far below this. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;
const LONGEST_MESSAGE = 300;

/** Asks a path of the API, checked. Throws ExternalError, or the signal's reason. */
export async function ask<Shape extends z.ZodType>(
  connection: OllamaConnection,
  question: Question<Shape>,
): Promise<z.infer<Shape>> {
  const asked = { provider: connection.id, operation: question.operation };
  const sentAt = Date.now();
  const response = await send({
    ...asked,
    url: addressOf(connection, question.path),
    method: question.body === undefined ? 'GET' : 'POST',
    headers: {
      accept: 'application/json',
      'user-agent': 'portolan',
      ...(question.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    timeoutMs: connection.timeoutMs,
    ...(question.signal === undefined ? {} : { signal: question.signal }),
    ...(question.body === undefined ? {} : { body: JSON.stringify(question.body) }),
    maxBodyBytes: MAX_BODY_BYTES,
  });
  const { status, headers } = response;
  if (status < 200 || status > 299) {
    throw toRefusal(asked, response);
  }
  const result = question.shape.safeParse(parseJson(response.body));
  if (!result.success) {
    const message = `what ${question.path} answered is not what Ollama answers`;
    throw new ExternalError({ ...asked, kind: 'invalid-response', status, message, cause: result.error });
  }
  // What is no answer of Ollama's may be from somebody in between, with a clock of its own.
  connection.clock.heard(Date.parse(headers.get('date') ?? ''), sentAt, Date.now());
  return result.data;
}

/** A path below the address of a proxy is kept: https://host/ollama + /api/ps. */
export function addressOf({ url }: Pick<OllamaConnection, 'url'>, path: string): URL {
  return new URL(`${url.replace(/\/+$/, '')}${path}`);
}

/** What an answer of another status than 2xx means. */
export function toRefusal(
  asked: { provider: string; operation: string },
  { status, headers, body }: OutboundResponse,
): ExternalError {
  const wait = readRetryAfter({ retryAfter: headers.get('retry-after'), date: headers.get('date') }, Date.now());
  return new ExternalError({
    ...asked,
    kind: kindOfStatus(status),
    status,
    message: messageOf(status, body),
    ...(wait === undefined ? {} : { retryAfterSeconds: wait }),
  });
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
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
