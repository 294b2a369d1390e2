import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import {
  createTestDatabase,
  DATABASE,
  describeOnlyOn,
  MIGRATIONS_DIR,
  type TestDatabase,
} from '#lib/testing/database/test-database.ts';
import { providerOf } from '#prisma/provider.ts';
import { diagnoseDatabase } from './diagnose.ts';
import { migrateDatabase } from './migrate.ts';

describe(`diagnoseDatabase on ${DATABASE}`, () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.drop());

  it('says that the tables are made by the first start, and makes none itself', async () => {
    for (const _ of [1, 2]) {
      const { findings } = await diagnoseDatabase(database.url, MIGRATIONS_DIR);
      expect(findings.map(({ state }) => state)).not.toContain('problem');
      expect(findings.at(-1)?.detail).toContain('the first start makes');
    }
  });

  it('says that they are up to date, with the version of the database', async () => {
    await migrateDatabase(database.url, MIGRATIONS_DIR);
    const { version, findings } = await diagnoseDatabase(database.url, MIGRATIONS_DIR);
    expect(version).toMatch(new RegExp(`^${DATABASE} \\d+\\.`));
    expect(findings.at(-1)).toEqual({ subject: 'tables', state: 'ok', detail: 'up to date' });
  });

  it('says that a newer Portolan used it', async () => {
    await migrateDatabase(database.url, MIGRATIONS_DIR);
    const dir = mkdtempSync(join(tmpdir(), 'portolan-migrations-'));
    cpSync(MIGRATIONS_DIR, dir, { recursive: true });
    const provider = providerOf(database.url);
    rmSync(join(dir, provider, '20261121000000_main_job'), { recursive: true });
    const { findings } = await diagnoseDatabase(database.url, dir);
    expect(findings.at(-1)).toMatchObject({ state: 'problem', remedy: expect.stringContaining('newer Portolan') });
    rmSync(dir, { recursive: true });
  });
});

describeOnlyOn('PostgreSQL', 'a file has no users and no address', 'diagnoseDatabase on a server', () => {
  const diagnose = (change: (url: URL) => void) => {
    const url = new URL(inject('postgresUrl'));
    change(url);
    return diagnoseDatabase(url.href, MIGRATIONS_DIR);
  };

  it.each([
    ['a wrong password', (url: URL) => (url.password = 'canary'), 'user or password are not accepted'],
    ['a database that is not there', (url: URL) => (url.pathname = '/canary'), 'there is no such database'],
    ['a port where nothing listens', (url: URL) => (url.port = '9'), 'nothing listens'],
  ])('tells %s, and never repeats the address', async (_, change, said) => {
    const diagnosis = await diagnose(change);
    expect(diagnosis.findings).toEqual([
      expect.objectContaining({ subject: 'server', state: 'problem', detail: expect.stringContaining(said) }),
    ]);
    expect(JSON.stringify(diagnosis)).not.toContain('canary');
  });

  it('gives the statement that grants a missing right', async () => {
    const database = await createTestDatabase();
    const owner = new pg.Client({ connectionString: database.url });
    await owner.connect();
    await owner.query("CREATE ROLE visitor LOGIN PASSWORD 'visitor'");
    try {
      const url = new URL(database.url);
      url.username = 'visitor';
      url.password = 'visitor';
      const before = await diagnoseDatabase(url.href, MIGRATIONS_DIR);
      const rights = before.findings.find(({ subject }) => subject === 'rights');
      expect(rights).toMatchObject({ state: 'problem', copy: 'GRANT USAGE, CREATE ON SCHEMA public TO "visitor";' });
      await owner.query(rights?.copy ?? '');
      const after = await diagnoseDatabase(url.href, MIGRATIONS_DIR);
      expect(after).toMatchObject({ identity: 'visitor' });
      expect(after.findings.map(({ state }) => state)).not.toContain('problem');
    } finally {
      await owner.query('REVOKE ALL ON SCHEMA public FROM visitor');
      await owner.query('DROP ROLE visitor');
      await owner.end();
      await database.drop();
    }
  });
});
