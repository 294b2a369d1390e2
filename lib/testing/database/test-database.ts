import { randomUUID } from 'node:crypto';
import { chmodSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { describe, inject } from 'vitest';
import { migrateDatabase } from '#lib/adapters/db/migrate.ts';

export type TestDatabase = { url: string; drop(): Promise<void> };

export type DatabaseKind = 'SQLite' | 'PostgreSQL';
/** The one that this run is on: every suite runs once for each, and must not tell them apart. */
export const DATABASE: DatabaseKind = inject('database');

/**
 * A suite about what only one of them has or does. The reason is for the reader, and
 * `lib/testing/architecture/databases.test.ts` asks for it.
 */
export function describeOnlyOn(kind: DatabaseKind, _reason: string, name: string, suite: () => void): void {
  if (DATABASE === kind) {
    describe(name, () => suite());
  }
}

export const MIGRATIONS_DIR = new URL('../../../prisma/migrations', import.meta.url).pathname;

/** An SQLite file that is not there yet, in a folder of its own. */
export function createTestFile(): TestDatabase {
  const dir = mkdtempSync(join(tmpdir(), 'portolan-sqlite-'));
  return {
    url: `file:${join(dir, 'portolan.db')}`,
    drop: async () => rmSync(dir, { recursive: true, force: true }),
  };
}

/** An empty database of its own for one suite. */
export async function createTestDatabase(): Promise<TestDatabase> {
  if (DATABASE === 'SQLite') {
    return createTestFile();
  }
  return await createPostgres('template1');
}

/** One with everything that the migrations make, for all that is not about those. */
export async function createMigratedDatabase(): Promise<TestDatabase> {
  template ??= createTemplate();
  const { url } = await template;
  if (DATABASE === 'PostgreSQL') {
    return await createPostgres(nameOf(url));
  }
  const database = createTestFile();
  // For its owner only, as the portal makes it.
  copyFileSync(pathOf(url), pathOf(database.url));
  chmodSync(pathOf(database.url), 0o600);
  return database;
}

/** The same for who writes rows and nothing else: one that an earlier suite gave back empty, where there is one. */
export async function borrowDatabase(): Promise<TestDatabase> {
  const database = givenBack.pop() ?? (await createMigratedDatabase());
  return DATABASE === 'SQLite' ? database : { url: database.url, drop: () => giveBack(database) };
}

const givenBack: TestDatabase[] = [];

/** Emptied and under a new name, so that nothing that was left behind ever writes into it. */
async function giveBack(database: TestDatabase): Promise<void> {
  const server = inject('postgresUrl');
  const [old, name] = [nameOf(database.url), newName()];
  const end = `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '${old}'`;
  await administer(server, `${end}; ALTER DATABASE ${old} RENAME TO ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  await administer(url.href, EMPTY);
  givenBack.push({ url: url.href, drop: () => administer(server, `DROP DATABASE ${name} WITH (FORCE)`) });
}

/** The log of audits lets nobody take anything away, except here. */
const EMPTY = `
  SET session_replication_role = replica;
  DO $$ DECLARE statement text; BEGIN FOR statement IN
    SELECT format('DELETE FROM %I', tablename) FROM pg_tables
    WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'
    UNION ALL SELECT format('ALTER SEQUENCE %I RESTART', sequencename) FROM pg_sequences
  LOOP EXECUTE statement; END LOOP; END $$`;

/** Migrated once for each worker and copied from then on: making every table anew took as long as most tests take themselves. */
let template: Promise<TestDatabase> | undefined;

async function createTemplate(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  await migrateDatabase(database.url, MIGRATIONS_DIR);
  return database;
}

async function createPostgres(from: string): Promise<TestDatabase> {
  const server = inject('postgresUrl');
  const name = newName();
  // Three times faster than writing every page of an empty database to the log.
  await administer(server, `CREATE DATABASE ${name} TEMPLATE ${from} STRATEGY FILE_COPY`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => administer(server, `DROP DATABASE ${name} WITH (FORCE)`) };
}

function newName(): string {
  return `test_${randomUUID().replaceAll('-', '')}`;
}

function nameOf(url: string): string {
  return new URL(url).pathname.slice(1);
}

function pathOf(url: string): string {
  return url.slice('file:'.length);
}

async function administer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
