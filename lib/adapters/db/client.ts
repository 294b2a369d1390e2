import 'server-only';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient as PostgresClient } from '#prisma/generated/postgresql/client.ts';
import { type Prisma, PrismaClient } from '#prisma/generated/sqlite/client.ts';
import { providerOf } from '#prisma/provider.ts';
import { fileOf } from './sqlite/connection.ts';
import { createSqliteDriver, type SqliteDriver } from './sqlite/driver.ts';

export type DatabaseClient = PrismaClient;
/** What repositories work on: the database, or a transaction on it. */
export type Database = Prisma.TransactionClient;

const CONNECTIONS = 10;
/** Transactions that wait for a lock leave connections to those who only look. */
export const TRANSACTIONS_AT_ONCE = 5;

/**
 * @param url `file:…` for SQLite or `postgresql://…`
 * @param sqlite the driver on that file, where somebody else writes through it too
 */
export function createDatabaseClient(url: string, sqlite?: SqliteDriver): DatabaseClient {
  const transactionOptions = { maxWait: 10_000, timeout: 10_000 };
  if (providerOf(url) === 'sqlite') {
    return new PrismaClient({ adapter: sqlite ?? createSqliteDriver(fileOf(url)), transactionOptions });
  }
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS, connectionTimeoutMillis: 5_000 });
  const client = new PostgresClient({ adapter: new PrismaPg(pool, { disposeExternalPool: true }), transactionOptions });
  // Both clients are made from the same models, so they differ in their type parameters only.
  return client as unknown as DatabaseClient;
}
