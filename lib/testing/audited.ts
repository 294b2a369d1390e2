import { createDatabaseClient } from '#lib/adapters/db/client.ts';
import type { Services } from '#lib/portal/context.ts';
import type { Repositories } from '#lib/ports/store.ts';

const TABLES = ['Account', 'Credential', 'Session', 'Change', 'ChangeHead', 'Approval', 'AuditRecord'];

/** Every row of everything that is kept, as text. */
export async function everythingIn(databaseUrl: string): Promise<string[]> {
  const client = createDatabaseClient(databaseUrl);
  try {
    const tables = await Promise.all(
      TABLES.map((table) => client.$queryRawUnsafe<object[]>(`SELECT * FROM "${table}"`)),
    );
    return tables.flatMap((rows, at) => rows.map((row) => `${TABLES[at]} ${JSON.stringify(row)}`)).toSorted();
  } finally {
    await client.$disconnect();
  }
}

/** The same services with an audit log that can be read and not be written, wherever it is written from. */
export function withoutAudit(services: Services): Services {
  const { store } = services;
  const append = () => Promise.reject(new RangeError('the audit log cannot be written'));
  return {
    ...services,
    store: {
      ...store,
      audit: { ...store.audit, append },
      transaction: (work) =>
        store.transaction((repositories: Repositories) =>
          work({ ...repositories, audit: { ...repositories.audit, append } }),
        ),
    },
  };
}
