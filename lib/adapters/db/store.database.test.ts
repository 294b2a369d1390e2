import { storeConformance } from '#lib/ports/store.conformance.ts';
import { createTestDatabase, DATABASE, MIGRATIONS_DIR } from '#lib/testing/database/test-database.ts';
import { createCipher } from './cipher.ts';
import { createDatabaseClient } from './client.ts';
import { migrateDatabase } from './migrate.ts';
import { createStore } from './store.ts';

storeConformance(DATABASE, async () => {
  const database = await createTestDatabase();
  await migrateDatabase(database.url, MIGRATIONS_DIR);
  const store = createStore(database.url, createCipher(Buffer.alloc(32, 7)));
  const raw = createDatabaseClient(database.url);
  return {
    store,
    rows: (table) => raw.$queryRawUnsafe(`SELECT * FROM "${table}"`),
    execute: async (statement) => {
      await raw.$executeRawUnsafe(statement);
    },
    close: async () => {
      await Promise.all([store.close(), raw.$disconnect()]);
      await database.drop();
    },
  };
});
