import 'server-only';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createCipher } from '#lib/adapters/db/cipher.ts';
import { holdDatabase } from '#lib/adapters/db/hold.ts';
import { migrateDatabase } from '#lib/adapters/db/migrate.ts';
import { createStore } from '#lib/adapters/db/store.ts';
import type { Config } from '#lib/config/load.ts';
import type { Log } from '#lib/ports/log.ts';
import type { Store } from '#lib/ports/store.ts';
import { measureStore } from './metrics/measure-store.ts';
import type { Watching } from './metrics/watching.ts';

/** Opens the database: made where it is missing, brought up to date, and, when it is a file, for this process alone. */
export async function openStore(config: Config, log: Log, watching: Watching): Promise<Store> {
  const url = config.database;
  const release = url.startsWith('file:') ? holdFile(url) : null;
  const applied = await migrateDatabase(url, join(process.cwd(), 'prisma/migrations'));
  if (applied.length > 0) {
    log.info('database brought up to date', { applied });
  }
  const { metrics } = watching;
  const onRetry = () => metrics.count('portolan_database_busy_retries_total', {});
  const store = createStore(url, createCipher(config.secretKey), { onRetry });
  return {
    ...measureStore(store, watching),
    async close() {
      await store.close();
      release?.();
    },
  };
}

function holdFile(url: string): () => void {
  mkdirSync(dirname(url.slice('file:'.length)), { recursive: true });
  return holdDatabase(url);
}
