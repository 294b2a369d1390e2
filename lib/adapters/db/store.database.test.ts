import { storeConformance } from '#lib/ports/store.conformance.ts';
import { createMigratedDatabase, DATABASE } from '#lib/testing/database/test-database.ts';
import { createCipher } from './cipher.ts';
import { createDatabaseClient } from './client.ts';
import { createStore } from './store.ts';

storeConformance(DATABASE, async () => {
  const database = await createMigratedDatabase();
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
