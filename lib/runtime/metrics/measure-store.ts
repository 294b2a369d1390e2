import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { Store } from '#lib/ports/store.ts';
import { errorKind } from './measure-forge.ts';
import type { Watching } from './watching.ts';

/** Under which name the connection to the database is known. */
export const DATABASE = 'database';

type Call = (...args: unknown[]) => Promise<unknown>;

/** A store whose calls are timed by repository and method; what goes on inside a transaction is timed as one. */
export function measureStore(store: Store, { metrics, connections }: Watching): Store {
  const timed =
    (operation: string, call: Call): Call =>
    async (...args) => {
      const startedAt = performance.now();
      try {
        const result = await call(...args);
        connections.heard(DATABASE);
        return result;
      } catch (error) {
        // A conflict is an answer: somebody else was first.
        if (!(error instanceof PortalError)) {
          metrics.count('portolan_database_errors_total', { operation, kind: errorKind(error) });
          connections.failed(DATABASE, error);
        }
        throw error;
      } finally {
        const seconds = (performance.now() - startedAt) / 1000;
        metrics.time('portolan_database_duration_seconds', { operation }, seconds);
      }
    };
  const part = (name: string, methods: object): object =>
    Object.fromEntries(
      (Object.entries(methods) as [string, Call][]).map(([method, call]) => [method, timed(`${name}.${method}`, call)]),
    );
  return Object.fromEntries(
    Object.entries(store).map(([name, member]: [string, unknown]) => [
      name,
      typeof member === 'function' ? timed(name, member as Call) : part(name, member as object),
    ]),
  ) as unknown as Store;
}
