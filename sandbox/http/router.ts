import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a handler gives back; it may instead write to `response` itself and give nothing. */
export type Reply = {
  status?: number;
  headers?: Record<string, string | string[]>;
  /** Objects and arrays go out as JSON, strings and buffers as they are. */
  body?: unknown;
};

export type RequestContext = {
  method: string;
  /** As sent, still percent-encoded, without the query. */
  path: string;
  /** Decoded one segment at a time, so that `group%2Fproject` stays one parameter. */
  params: Record<string, string>;
  query: URLSearchParams;
  request: IncomingMessage;
  response: ServerResponse;
  /** Reads the body whole; throws RangeError past `limitBytes` (default 32 MiB). */
  readBody(limitBytes?: number): Promise<Buffer>;
  /** The body as JSON, or as an object of form fields when it is sent as a form; {} when there is none. */
  readFields(): Promise<Record<string, unknown>>;
};

export type Handler = (context: RequestContext) => Promise<Reply | undefined> | Reply | undefined;

export type Route = { method: string; segments: string[]; handler: Handler };

/** `route('GET', '/projects/:id/tree', …)`; a last part `*name` takes the rest of the path. */
export function route(method: string, pattern: string, handler: Handler): Route {
  return { method, segments: pattern.split('/').slice(1), handler };
}

export type RouteMatch = { handler: Handler; params: Record<string, string> };

/** The first route that fits, `method-not-allowed` where only the path does, null where nothing does. */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): RouteMatch | 'method-not-allowed' | null {
  const segments = path.split('/').slice(1);
  let pathKnown = false;
  for (const candidate of routes) {
    const params = matchSegments(candidate.segments, segments);
    if (params !== null) {
      if (candidate.method === method) {
        return { handler: candidate.handler, params };
      }
      pathKnown = true;
    }
  }
  return pathKnown ? 'method-not-allowed' : null;
}

function matchSegments(pattern: readonly string[], segments: readonly string[]): Record<string, string> | null {
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index];
    if (part.startsWith('*')) {
      params[part.slice(1)] = segments.slice(index).map(decode).join('/');
      return params;
    }
    if (segment === undefined || (!part.startsWith(':') && part !== segment)) {
      return null;
    }
    if (part.startsWith(':')) {
      params[part.slice(1)] = decode(segment);
    }
  }
  return segments.length === pattern.length ? params : null;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A stray percent sign: real servers take the text as it stands.
    return segment;
  }
}
