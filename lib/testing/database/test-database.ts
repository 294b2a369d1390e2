import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { describe, inject } from 'vitest';

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
  const server = inject('postgresUrl');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  // Three times faster than writing every page of an empty database to the log.
  await administer(server, `CREATE DATABASE ${name} STRATEGY FILE_COPY`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => administer(server, `DROP DATABASE ${name} WITH (FORCE)`) };
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
