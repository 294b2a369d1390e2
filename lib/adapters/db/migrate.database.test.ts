import { cpSync, mkdtempSync, readdirSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createTestDatabase,
  DATABASE,
  describeOnlyOn,
  MIGRATIONS_DIR,
  type TestDatabase,
} from '#lib/testing/database/test-database.ts';
import { Prisma } from '#prisma/generated/sqlite/client.ts';
import { providerOf } from '#prisma/provider.ts';
import { createDatabaseClient, type DatabaseClient } from './client.ts';
import { migrateDatabase } from './migrate.ts';

/** Every migration, in the order of their making. */
const ALL = [
  '20261121000000_main_job',
  '20261122000000_gateway_runs',
  '20261122100000_api_tokens',
  '20261122200000_reviews',
  '20261122300000_merge_requests',
  '20261122400000_reviews_of_applications',
  '20261122500000_linked_accounts',
];

describe(`migrateDatabase on ${DATABASE}`, () => {
  let database: TestDatabase;
  let client: DatabaseClient;
  let dir: string;

  beforeEach(async () => {
    database = await createTestDatabase();
    client = createDatabaseClient(database.url);
    dir = mkdtempSync(join(tmpdir(), 'portolan-migrations-'));
    cpSync(MIGRATIONS_DIR, dir, { recursive: true });
  });
  afterEach(async () => {
    await client.$disconnect();
    await database.drop();
    rmSync(dir, { recursive: true });
  });

  it('makes every table and column that the models have, once', async () => {
    expect(await migrateDatabase(database.url, dir)).toEqual(ALL);
    expect(await migrateDatabase(database.url, dir)).toEqual([]);
    for (const model of Object.values(Prisma.ModelName)) {
      const delegate = client[`${model.charAt(0).toLowerCase()}${model.slice(1)}` as 'change'];
      expect(await delegate.findMany(), model).toEqual([]);
    }
  });

  it('lets several processes start at once', async () => {
    const applied = await Promise.all([1, 2, 3].map(() => migrateDatabase(database.url, dir)));
    expect(applied.flat()).toEqual(ALL);
  });

  it('refuses a database that a newer build has used', async () => {
    await migrateDatabase(database.url, dir);
    const provider = providerOf(database.url);
    rmSync(join(dir, provider, '20261121000000_main_job'), { recursive: true });
    await expect(migrateDatabase(database.url, dir)).rejects.toThrow(/which this build does not know/);
  });

  it('refuses a migration that was changed after it was applied, and a broken one leaves nothing behind', async () => {
    await migrateDatabase(database.url, dir);
    const provider = providerOf(database.url);
    writeFileSync(join(dir, provider, '20261121000000_main_job', 'migration.sql'), '-- other');
    await expect(migrateDatabase(database.url, dir)).rejects.toThrow(/was changed after it was applied/);
    cpSync(MIGRATIONS_DIR, dir, { recursive: true });
    cpSync(join(MIGRATIONS_DIR, provider, '20261121000000_main_job'), join(dir, provider, '29991231000000_broken'), {
      recursive: true,
    });
    writeFileSync(
      join(dir, provider, '29991231000000_broken', 'migration.sql'),
      'CREATE TABLE "Half" ("id" TEXT); CREATE TABLE "Change" ("id" TEXT);',
    );
    await expect(migrateDatabase(database.url, dir)).rejects.toThrow();
    await expect(client.$queryRawUnsafe('SELECT * FROM "Half"')).rejects.toThrow();
  });
});

describeOnlyOn('SQLite', 'PostgreSQL makes its own files', 'migrateDatabase on a file that is not there', () => {
  it('makes it for its owner only, and what stands beside it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'portolan-rights-'));
    const path = join(folder, 'portolan.db');
    await migrateDatabase(`file:${path}`, MIGRATIONS_DIR);
    const reader = new DatabaseSync(path);
    reader.exec('CREATE TABLE "Note" ("id" TEXT)');
    for (const name of readdirSync(folder)) {
      expect(statSync(join(folder, name)).mode & 0o777, name).toBe(0o600);
    }
    reader.close();
    rmSync(folder, { recursive: true });
  });
});

/** On a file that another process holds. */
const ATTEMPTS = 5;

describeOnlyOn('SQLite', 'a server queues who waits', 'migrateDatabase on a file that is busy', () => {
  it('waits until it is free, and closes the connection of every attempt', async () => {
    const database = await createTestDatabase();
    const file = database.url.slice('file:'.length);
    const other = new DatabaseSync(file);
    other.exec('PRAGMA journal_mode = WAL; BEGIN IMMEDIATE');
    const openFiles = () => readdirSync('/proc/self/fd').filter((fd) => readlinkOf(fd) === file).length;
    const before = openFiles();
    const openAtRetry: number[] = [];
    const migrating = migrateDatabase(database.url, MIGRATIONS_DIR, () => {
      openAtRetry.push(openFiles());
      if (openAtRetry.length === ATTEMPTS) {
        other.exec('ROLLBACK');
      }
    });
    expect(await migrating).not.toEqual([]);
    // While somebody here holds a lock on the file, SQLite keeps what was closed for whoever opens it next: one at most.
    expect(Math.max(...openAtRetry)).toBe(before + 1);
    other.close();
    expect(openFiles()).toBe(before - 1);
    await database.drop();
  });
});

function readlinkOf(fd: string): string | null {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    // The one that listed the folder is gone again.
    return null;
  }
}
