import 'server-only';
import { REQUEST_ID_HEADER } from '#lib/domain/value/request-id.ts';
import type { Log } from '#lib/ports/log.ts';

/** What Next tells of a page or a route that failed in a way that nobody caught. */
export type FailedRequest = { method: string; headers: NodeJS.Dict<string | string[]> };
export type FailedRoute = { routePath: string; routeType: string };

/**
 * Writes the failure to the log under the request's id and the digest, which is all that the page of the error shows.
 * The address itself is left out: it may hold what was typed.
 */
export function reportRequestError(log: Log, error: unknown, request: FailedRequest, route: FailedRoute): void {
  log.error('page or route failed', {
    requestId: request.headers[REQUEST_ID_HEADER],
    method: request.method,
    route: route.routePath,
    type: route.routeType,
    digest: digestOf(error),
    error,
  });
}

function digestOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'digest' in error ? String(error.digest) : '';
}
