import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { goodRequestId, REQUEST_ID_HEADER } from '#lib/domain/value/request-id.ts';
import type { Log } from '#lib/ports/log.ts';
import type { Metrics } from '#lib/ports/metrics.ts';
import type { FrontDoor } from './front-door.ts';
import type { RoutePatterns } from './route-patterns.ts';

export type RequestObserver = {
  /** How many requests wait for the end of their answer; live streams are among them. */
  readonly inFlight: number;
};

export type ObserverOptions = {
  door: Pick<FrontDoor, 'hear'>;
  metrics: Metrics;
  log: Log;
  patternOf: RoutePatterns;
  /** Whether a POST to this address changes nothing, so that it is not worth a line each time. */
  isReading(path: string): boolean;
};

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const READING = ['GET', 'HEAD', 'OPTIONS'];
const LIVE_ROUTE = '/api/live';
/** Asked every few seconds by machines that keep count themselves: that it is not ready is an answer. */
const PROBES = ['/healthz', '/readyz'];
const LONGEST_PATH = 200;

/**
 * Sees every request, whoever answers it: pages, routes and what Next does by itself. Each gets its id before anybody
 * reads its headers, so that pages, errors, audit records and the log have the same, and it goes back with every answer.
 * Writes a line for what changes something and for what fails; what only looks is counted.
 */
export function observeRequests(options: ObserverOptions): RequestObserver {
  let inFlight = 0;
  options.door.hear((request, response) => {
    inFlight += 1;
    const startedAt = performance.now();
    const requestId = goodRequestId(request.headers[REQUEST_ID_HEADER]) ?? randomUUID();
    request.headers[REQUEST_ID_HEADER] = requestId;
    response.setHeader(REQUEST_ID_HEADER, requestId);
    response.once('close', () => {
      inFlight -= 1;
      note(options, { request, response, requestId, seconds: (performance.now() - startedAt) / 1000 });
    });
  });
  return {
    get inFlight() {
      return inFlight;
    },
  };
}

type Finished = { request: IncomingMessage; response: ServerResponse; requestId: string; seconds: number };

function note({ metrics, log, patternOf, isReading }: ObserverOptions, finished: Finished): void {
  const { request, response, requestId, seconds } = finished;
  const { statusCode } = response;
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  const route = patternOf(path);
  const given = request.method ?? '';
  const method = METHODS.includes(given) ? given : 'OTHER';
  // A reader that hung up before the head of the answer was never told a status.
  const status = response.headersSent ? `${Math.floor(statusCode / 100)}xx` : 'aborted';
  metrics.count('portolan_http_requests_total', { route, method, status });
  if (route !== LIVE_ROUTE) {
    metrics.time('portolan_http_request_duration_seconds', { route, method }, seconds);
  }
  if (statusCode === 429) {
    metrics.count('portolan_rate_limited_total', { route });
  }
  const fields = { requestId, method, path: path.slice(0, LONGEST_PATH), route, status: statusCode, seconds };
  if (PROBES.includes(route)) {
    return;
  }
  if (statusCode >= 500) {
    log.warn('request failed', fields);
  } else if (!READING.includes(method) && !isReading(path)) {
    log.info('request', fields);
  }
}
