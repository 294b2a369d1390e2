import { ExternalError } from '#lib/domain/error/external-error.ts';
import { PortalError, type PortalErrorCode } from '#lib/domain/error/portal-error.ts';
import type { Log } from '#lib/ports/log.ts';

const STATUS: Record<PortalErrorCode, number> = {
  'invalid-input': 400,
  'not-signed-in': 401,
  'sign-in-again': 401,
  'link-account': 403,
  'not-permitted': 403,
  'not-found': 404,
  incomplete: 408,
  conflict: 409,
  refused: 422,
  'rate-limited': 429,
  unavailable: 503,
  unexpected: 500,
};

/** What a failed request answers. Only texts written for readers get out; everything else stays in the log. */
export type ErrorBody = {
  code: PortalErrorCode;
  message: string;
  suggestion?: string;
  fields?: { path: string; message: string }[];
  requestId: string;
};

/** The one place where errors become answers. Expected ones are not logged as errors. */
export function errorResponse(error: unknown, requestId: string, log: Log): Response {
  const known = toPortalError(error);
  if (known.code === 'unexpected') {
    log.error('request failed', { requestId, error });
  } else {
    log.info('request refused', { requestId, code: known.code, error });
  }
  const body: ErrorBody = {
    code: known.code,
    message: known.message,
    requestId,
    ...suggestionOf(known, requestId),
    ...(known.fields.length === 0 ? {} : { fields: known.fields }),
  };
  const headers: Record<string, string> = { 'x-request-id': requestId, 'cache-control': 'no-store' };
  if (known.retryAfterSeconds !== undefined) {
    headers['retry-after'] = String(known.retryAfterSeconds);
  }
  return Response.json(body, { status: STATUS[known.code], headers });
}

/** Whoever has to look into it needs the id, and whoever saw it has nothing else to tell them. */
export function suggestionOf({ code, suggestion }: PortalError, requestId: string): Pick<ErrorBody, 'suggestion'> {
  if (suggestion === undefined && code === 'unexpected') {
    return { suggestion: `Try again. If it stays, the log has the details under the request id ${requestId}.` };
  }
  return suggestion === undefined ? {} : { suggestion };
}

/** Any error in the portal's own words. */
export function toPortalError(error: unknown): PortalError {
  if (error instanceof PortalError) {
    return error;
  }
  if (error instanceof ExternalError && error.provider === 'database') {
    return new PortalError('unavailable', `The portal cannot use its database now: ${error.words}.`, {
      suggestion: 'Nothing was done. What was saved before is kept; an administrator has to look after the database.',
      cause: error,
    });
  }
  if (error instanceof ExternalError) {
    const wait = error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.retryAfterSeconds };
    return new PortalError('unavailable', `${error.provider} does not answer as it should (${error.kind}).`, {
      suggestion: 'Try again in a moment. The page Connections shows administrators since when, and what helps.',
      cause: error,
      ...wait,
    });
  }
  return new PortalError('unexpected', 'Something unexpected happened in the portal.', {
    cause: error,
  });
}
