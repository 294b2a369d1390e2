import { createHash, randomUUID } from 'node:crypto';
import { type Handler, type Reply, type RequestContext, type Route, route } from '../../http/router.ts';
import { authenticate, type Caller, insufficientScope } from '../access/authenticate.ts';
import type { Instance } from '../instance.ts';
import type { UserRecord } from '../state/model.ts';
import { ApiError, unauthorized } from './api-error.ts';
import { type Input, readInput } from './input.ts';

export type ApiCall = {
  instance: Instance;
  context: RequestContext;
  params: Record<string, string>;
  input: Input;
  /** Null for a request without a token, which may read what is public. */
  caller: Caller | null;
  /** The caller's user; throws 401 without one. */
  user(): UserRecord;
};

export type ApiHandler = (call: ApiCall) => Promise<Reply> | Reply;

export type ApiRouteOptions = {
  /** Scopes that will do besides `api` (and `read_api` for reading); `any` takes every token. */
  scopes?: readonly string[] | 'any';
};

/** Makes a route below `/api/v4` that knows its caller, speaks GitLab's errors and saves what it changed. */
export type ApiRouter = (method: string, pattern: string, handler: ApiHandler, options?: ApiRouteOptions) => Route;

export function createApiRouter(instance: Instance): ApiRouter {
  return (method, pattern, handler, options = {}) =>
    route(method, `/api/v4${pattern}`, answerApi(instance, handler, options));
}

function answerApi(instance: Instance, handler: ApiHandler, options: ApiRouteOptions): Handler {
  return async (context) => {
    try {
      const caller = authenticate(instance, context.request, context.query);
      checkScopes(caller, context.method, options);
      const input = await readInput(context);
      const reply = await handler({ instance, context, params: context.params, input, caller, user: userOf(caller) });
      await instance.store.saved();
      return withApiHeaders(context, reply);
    } catch (error) {
      if (error instanceof ApiError) {
        return withApiHeaders(context, { status: error.status, headers: error.headers, body: error.body });
      }
      throw error;
    }
  };
}

function userOf(caller: Caller | null): () => UserRecord {
  return () => {
    if (caller === null) {
      throw unauthorized();
    }
    return caller.user;
  };
}

function checkScopes(caller: Caller | null, method: string, options: ApiRouteOptions): void {
  if (caller === null || options.scopes === 'any') {
    return;
  }
  const isRead = method === 'GET' || method === 'HEAD';
  const accepted = ['api', ...(isRead ? ['read_api'] : []), ...(options.scopes ?? [])];
  if (!accepted.some((scope) => caller.scopes.includes(scope))) {
    throw insufficientScope(accepted);
  }
}

/** The headers every answer of the API has, and an entity tag that conditional requests can use. */
function withApiHeaders(context: RequestContext, reply: Reply): Reply {
  const status = reply.status ?? 200;
  const requestId = randomUUID().replaceAll('-', '');
  const headers: Record<string, string | string[]> = {
    'cache-control': 'max-age=0, private, must-revalidate',
    vary: 'Origin',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'SAMEORIGIN',
    'x-gitlab-meta': JSON.stringify({ correlation_id: requestId, version: '1' }),
    'x-request-id': requestId,
    ...reply.headers,
  };
  if (status !== 200 || context.method !== 'GET' || Buffer.isBuffer(reply.body)) {
    return { ...reply, status, headers };
  }
  const body = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
  const tag = `W/"${createHash('md5').update(body).digest('hex')}"`;
  headers.etag = tag;
  if (context.request.headers['if-none-match'] === tag) {
    return { status: 304, headers };
  }
  return {
    status,
    headers: { ...(typeof reply.body === 'string' ? {} : { 'content-type': 'application/json' }), ...headers },
    body,
  };
}

export const json = (body: unknown, status = 200): Reply => ({ status, body });
export const noContent = (): Reply => ({ status: 204 });
