import type { z } from 'zod';
import { type OutboundResponse, send } from '#lib/adapters/_shared/outbound.ts';
import { readRetryAfter } from '#lib/adapters/_shared/retry-after.ts';
import { kindOfStatus } from '#lib/adapters/_shared/status-kind.ts';
import { ExternalError, type ExternalErrorKind } from '#lib/domain/error/external-error.ts';
import { numberOf } from './sample-value.ts';
import { BuildInfoBody, ErrorBody, type SeriesBody, VectorBody } from './schema.ts';

export type PrometheusConnection = {
  id: string;
  /** Of the server, without `/api/v1`. */
  url: string;
  timeoutMs: number;
  /** The whole header; null where it asks for nothing. */
  authorization: string | null;
};

export type Series = {
  labels: Readonly<Record<string, string>>;
  /** Null where it is no number. */
  value: number | null;
  /** When the question was answered, in ms since 1970; the measurement may be minutes older. */
  at: number;
};
export type Vector = { series: Series[]; warnings: string[] };

type Question<Shape extends z.ZodType> = { path: string; operation: string; shape: Shape; signal?: AbortSignal };

/** Some ten thousand series with twenty labels each. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;
const LONGEST_MESSAGE = 300;
const MOST_WARNINGS = 10;

/** Asks for the value of an expression now. Throws ExternalError, or the signal's reason. */
export async function queryNow(
  connection: PrometheusConnection,
  question: { promql: string; operation: string; signal?: AbortSignal },
): Promise<Vector> {
  const { promql, ...rest } = question;
  const path = `/api/v1/query?${new URLSearchParams({ query: promql })}`;
  const { data, warnings } = await get(connection, { ...rest, path, shape: VectorBody });
  return {
    series: data.result.flatMap(toSeries),
    warnings: (warnings ?? []).slice(0, MOST_WARNINGS).map(oneLine),
  };
}

/** Throws ExternalError. What only speaks the same language may not know its own version: Thanos, VictoriaMetrics. */
export async function readVersion(connection: PrometheusConnection): Promise<string> {
  const question = { path: '/api/v1/status/buildinfo', operation: 'read version', shape: BuildInfoBody };
  return (await get(connection, question)).data.version;
}

function toSeries({ metric, value }: SeriesBody): Series[] {
  return value === undefined ? [] : [{ labels: metric, value: numberOf(value[1]), at: Math.round(value[0] * 1000) }];
}

async function get<Shape extends z.ZodType>(
  connection: PrometheusConnection,
  { path, operation, shape, signal }: Question<Shape>,
): Promise<z.infer<Shape>> {
  const asked = { provider: connection.id, operation };
  const response = await send({
    ...asked,
    // A path below the address of a proxy is kept: https://host/prometheus + /api/v1/query.
    url: new URL(`${connection.url.replace(/\/+$/, '')}${path}`),
    method: 'GET',
    headers: {
      accept: 'application/json',
      ...(connection.authorization === null ? {} : { authorization: connection.authorization }),
    },
    timeoutMs: connection.timeoutMs,
    maxBodyBytes: MAX_BODY_BYTES,
    ...(signal === undefined ? {} : { signal }),
  });
  const body = parseJson(response.body);
  const { status } = response;
  const refusal = ErrorBody.safeParse(body);
  if (status < 200 || status > 299 || refusal.success) {
    throw new ExternalError({ ...asked, ...failureOf(response, refusal.data), status, ...waitOf(response) });
  }
  const result = shape.safeParse(body);
  if (!result.success) {
    const message = 'what it answered is not what Prometheus answers';
    throw new ExternalError({ ...asked, kind: 'invalid-response', status, message, cause: result.error });
  }
  return result.data;
}

/** What Prometheus' kinds of error mean, told apart from its words: web/api/v1/api.go. */
const TYPES: Record<string, { kind: ExternalErrorKind; words: string }> = {
  bad_data: { kind: 'invalid', words: 'it does not understand the question' },
  execution: { kind: 'invalid', words: 'it understood the question and could not work it out' },
  timeout: { kind: 'timeout', words: 'it gave up on the question, which took it too long' },
  canceled: { kind: 'unavailable', words: 'it was interrupted' },
  unavailable: { kind: 'unavailable', words: 'it is not ready' },
  not_found: { kind: 'not-found', words: 'it does not have what was asked for' },
  internal: { kind: 'unavailable', words: 'something went wrong in it' },
};

function failureOf(
  { status }: OutboundResponse,
  refusal: z.infer<typeof ErrorBody> | undefined,
): { kind: ExternalErrorKind; message: string } {
  const type = refusal === undefined ? undefined : TYPES[refusal.errorType];
  const kind = status >= 200 && status <= 299 ? 'invalid-response' : kindOfStatus(status);
  // A gateway may answer 401 or 429 in the same form: then the status says more.
  if (refusal !== undefined && !['auth', 'forbidden', 'rate-limited'].includes(kind)) {
    const said = `${type?.words ?? `it answered ${status}`}: ${oneLine(refusal.error)}`;
    return { kind: type?.kind ?? kind, message: said };
  }
  if (status < 400) {
    return {
      kind,
      message: `it answered ${status}, a redirect, which is not followed: configure the address it leads to`,
    };
  }
  const words: Record<number, string> = {
    401: 'it does not accept the token or password (401)',
    403: 'whose token or password this is may not read it (403)',
    404: 'no Prometheus answers at this address (404)',
    503: 'it is not ready, or too busy (503)',
  };
  return { kind, message: words[status] ?? `it answered ${status} without saying why` };
}

function waitOf({ headers }: OutboundResponse): { retryAfterSeconds?: number } {
  const wait = readRetryAfter({ retryAfter: headers.get('retry-after'), date: headers.get('date') }, Date.now());
  return wait === undefined ? {} : { retryAfterSeconds: wait };
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().slice(0, LONGEST_MESSAGE);
}

/** undefined for what is no JSON, such as the page of a proxy. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
