import 'server-only';
import { randomUUID } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { providerOf } from '#prisma/provider.ts';
import { retryWhileBusy } from './busy.ts';
import {
  type Applied,
  MIGRATIONS_TABLE,
  type Migration,
  pendingMigrations,
  readMigrations,
  SELECT_APPLIED,
} from './migrations.ts';
import { type Connection, fileOf, openConnection } from './sqlite/connection.ts';

/** One transaction that keeps other migrating processes out until it ends. */
type MigrationSession = {
  run(script: string): Promise<void>;
  applied(): Promise<Applied[]>;
  commit(): Promise<void>;
  /** Takes back what was not committed and closes the connection. */
  end(): Promise<void>;
};

/**
 * Brings a database up to date with `prisma/migrations/<provider>` and gives the names of what was applied.
 * Safe to run from several processes at once. Throws PortalError when the database is newer than this build or
 * an applied migration was changed since.
 * @param onRetry hears of every attempt that another process was in the way of
 */
export async function migrateDatabase(url: string, migrationsDir: string, onRetry?: () => void): Promise<string[]> {
  const migrations = readMigrations(join(migrationsDir, providerOf(url)));
  return await retryWhileBusy(() => applyPending(url, migrations), onRetry);
}

async function applyPending(url: string, migrations: readonly Migration[]): Promise<string[]> {
  const session = providerOf(url) === 'sqlite' ? await openSqlite(url) : await openPostgres(url);
  try {
    await session.run(MIGRATIONS_TABLE);
    const pending = pendingMigrations(migrations, await session.applied());
    for (const migration of pending) {
      await session.run(`${migration.sql}\n${recordOf(migration)}`);
    }
    await session.commit();
    return pending.map(({ name }) => name);
  } finally {
    await session.end();
  }
}

/** Names and checksums are ours (a directory name and a hash), so they can stand in the script. */
function recordOf({ name, checksum }: Migration): string {
  return `INSERT INTO "_prisma_migrations" ("id", "checksum", "finished_at", "migration_name", "started_at", "applied_steps_count")
    VALUES ('${randomUUID()}', '${checksum}', CURRENT_TIMESTAMP, '${name}', CURRENT_TIMESTAMP, 1)`;
}

async function openSqlite(url: string): Promise<MigrationSession> {
  const file = fileOf(url);
  // For its owner only, because sessions and sealed tokens are in it; the files that SQLite puts beside it follow it.
  closeSync(openSync(file, 'a', 0o600));
  const connection = openConnection(file);
  const { database } = connection;
  try {
    begin(connection);
  } catch (error) {
    // Each attempt on a busy file has a connection of its own.
    connection.close();
    throw error;
  }
  return {
    run: async (script) => database.exec(script),
    applied: async () => database.prepare(SELECT_APPLIED).all() as unknown as Applied[],
    commit: async () => database.exec('COMMIT'),
    // A transaction that is open is taken back.
    end: async () => connection.close(),
  };
}

function begin({ database }: Connection): void {
  // Kept in the file: readers go on while one writer commits.
  database.exec('PRAGMA journal_mode = WAL');
  database.exec('BEGIN IMMEDIATE');
}

/** Any number that only this job uses. */
const ADVISORY_LOCK = 7_305_180_021;

async function openPostgres(url: string): Promise<MigrationSession> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('BEGIN');
  await client.query(`SELECT pg_advisory_xact_lock(${ADVISORY_LOCK})`);
  return {
    run: async (script) => {
      await client.query(script);
    },
    applied: async () => (await client.query<Applied>(SELECT_APPLIED)).rows,
    commit: async () => {
      await client.query('COMMIT');
    },
    // The server takes back a transaction whose connection ends.
    end: () => client.end(),
  };
}
