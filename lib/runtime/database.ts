import 'server-only';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createCipher } from '#lib/adapters/db/cipher.ts';
import { diagnoseDatabase } from '#lib/adapters/db/diagnose.ts';
import { holdDatabase } from '#lib/adapters/db/hold.ts';
import { migrateDatabase } from '#lib/adapters/db/migrate.ts';
import { createStore } from '#lib/adapters/db/store.ts';
import type { Config } from '#lib/config/load.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { Log } from '#lib/ports/log.ts';
import type { Store } from '#lib/ports/store.ts';
import { cannotUse } from './cannot-use-database.ts';
import { keepSessions } from './keep-sessions.ts';
import { measureStore } from './metrics/measure-store.ts';
import type { Watching } from './metrics/watching.ts';

/** Opens the database: made where it is missing, brought up to date, and, when it is a file, for this process alone. */
export async function openStore(config: Config, log: Log, watching: Watching): Promise<Store> {
  const url = config.database;
  const release = url.startsWith('file:') ? holdFile(url) : null;
  const applied = await bringUpToDate(url, join(process.cwd(), 'prisma/migrations')).catch((error: unknown) => {
    release?.();
    throw error;
  });
  if (applied.length > 0) {
    log.info('database brought up to date', { applied });
  }
  const { metrics } = watching;
  const onRetry = () => metrics.count('portolan_database_busy_retries_total', {});
  const store = createStore(url, createCipher(config.secretKey), { onRetry });
  const measured = measureStore(store, watching);
  return {
    // Another portal on the same PostgreSQL may end a session at any time; a file is this process's alone.
    ...(release === null ? measured : keepSessions(measured)),
    async close() {
      await store.close();
      release?.();
    },
  };
}

/** Throws PortalError also for what the driver says in words of its own, which may repeat an address with its password. */
async function bringUpToDate(url: string, migrationsDir: string): Promise<string[]> {
  try {
    return await migrateDatabase(url, migrationsDir);
  } catch (error) {
    const { findings } = error instanceof PortalError ? { findings: [] } : await diagnoseDatabase(url, migrationsDir);
    const problem = findings.find(({ state }) => state === 'problem');
    throw problem === undefined ? error : cannotUse(problem, error);
  }
}

function holdFile(url: string): () => void {
  mkdirSync(dirname(url.slice('file:'.length)), { recursive: true });
  return holdDatabase(url);
}
