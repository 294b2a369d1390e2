import { randomInt } from 'node:crypto';
import type { FaultRule } from '../../faults.ts';
import type { ApiRequest } from '../api/api-request.ts';
import type { ApiServer } from '../api/api-server.ts';
import { readListOptions } from '../api/list-options.ts';
import { createEncoder } from '../read/encoder.ts';
import { readSelection } from '../selectors/selection.ts';
import { applyWatchFault } from './watch-faults.ts';
import { createWatchStream } from './watch-stream.ts';

/** The server ends a watch that names no time after 30 to 60 minutes (min-request-timeout). */
const DEFAULT_TIMEOUT_SECONDS = 1800;

/**
 * Answers a watch: the stream goes on after this returns, until its time is up, its reader leaves or its token is
 * revoked. Throws ApiError for selectors and options that make no sense, before anything is sent.
 */
export function serveWatch(server: ApiServer, request: ApiRequest): void {
  const { store, clock, hub } = server;
  const { resource, query, http, representation, include, tokenId } = request;
  const options = readListOptions(query, true);
  const selection = readSelection(resource, request.info.namespace, query);
  const path = http.request.url ?? '';
  const fault = hub.takeFault(path);
  if (fault?.kind === 'watch-unanswered') {
    // The connection stays open and nothing is ever sent on it.
    return;
  }
  const isFromStart = options.resourceVersion === null || options.resourceVersion === 0;
  const initial = options.sendInitialEvents ? store.list(resource, selection.namespace).filter(selection.matches) : [];
  const since = isFromStart || options.sendInitialEvents ? store.revision : (options.resourceVersion ?? 0);
  const { response } = http;
  if (response.destroyed) {
    // The reader left while a fault held its request back.
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache, private' });
  response.flushHeaders();
  const encoder = createEncoder(resource, representation, { now: clock.now, include });
  const stream = createWatchStream({
    store,
    resource,
    selection,
    encoder,
    response,
    since,
    initial,
    marksEndOfInitial: options.sendInitialEvents && options.allowBookmarks,
  });
  const timeoutSeconds = options.timeoutSeconds || DEFAULT_TIMEOUT_SECONDS + randomInt(DEFAULT_TIMEOUT_SECONDS);
  hub.open({
    stream,
    response,
    resource,
    tokenId,
    path,
    allowBookmarks: options.allowBookmarks,
    timeoutMs: timeoutSeconds * 1000,
  });
  begin(
    fault,
    () => stream.start(),
    (met) => applyWatchFault(met, stream, response),
  );
}

/** Faults that change how events go out are there from the first event on; the others strike once it has begun. */
function begin(fault: FaultRule | null, start: () => void, apply: (fault: FaultRule) => void): void {
  const comesFirst = fault !== null && FROM_THE_START.has(fault.kind);
  if (fault !== null && comesFirst) {
    apply(fault);
  }
  start();
  if (fault !== null && !comesFirst) {
    apply(fault);
  }
}

const FROM_THE_START = new Set<FaultRule['kind']>([
  'watch-silence',
  'watch-half-open',
  'watch-duplicate',
  'watch-reorder',
]);
