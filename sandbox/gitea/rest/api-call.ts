import type { Reply, RequestContext, Route } from '../../http/router.ts';
import { route } from '../../http/router.ts';
import { authenticate, type Caller, requireScope, type ScopeCategory } from '../access/authenticate.ts';
import type { Instance } from '../instance.ts';
import type { UserRecord } from '../state/model.ts';
import { ApiError } from './api-error.ts';
import { type Fields, readFields } from './fields.ts';

export type ApiCall = {
  instance: Instance;
  context: RequestContext;
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  caller: Caller | null;
  /** Whose token it is. Throws 401 without one. */
  user(): UserRecord;
  fields(): Promise<Fields>;
};

export type ApiHandler = (call: ApiCall) => Promise<Reply> | Reply;

/** An operation of the API below `/api/v1`, and which part of a token's scopes it takes; null for none. */
export type Operation = [method: string, path: string, category: ScopeCategory | null, handler: ApiHandler];

export function routesOf(instance: Instance, operations: readonly Operation[]): Route[] {
  return operations.map(([method, path, category, handler]) =>
    route(method, `/api/v1${path}`, async (context) => {
      const caller = authenticate(instance, context.request);
      if (caller !== null && category !== null) {
        requireScope(caller, category, method === 'GET' ? 'read' : 'write');
      }
      const call: ApiCall = {
        instance,
        context,
        params: context.params,
        query: context.query,
        caller,
        user() {
          if (caller === null) {
            throw new ApiError(401, 'token is required');
          }
          return caller.user;
        },
        fields: () => readFields(context),
      };
      const reply = await handler(call);
      await instance.store.saved();
      return reply;
    }),
  );
}
