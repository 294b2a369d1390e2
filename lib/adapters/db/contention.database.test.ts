import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '#lib/ports/store.ts';
import { auditEntry } from '#lib/testing/audit-entry.ts';
import { createMigratedDatabase, DATABASE, type TestDatabase } from '#lib/testing/database/test-database.ts';
import { writeChange } from '#lib/testing/database/write-change.ts';
import { times } from '#lib/testing/long.ts';
import { verifyAuditLog } from './audit/verify.ts';
import { createCipher } from './cipher.ts';
import { createStore } from './store.ts';

const WRITERS = 8;
const EACH = times(12, 120);
const ROUNDS = Array.from({ length: times(1, 20) }, (_, at) => at + 1);

describe(`a busy database: ${DATABASE}`, () => {
  let database: TestDatabase;
  let store: Store;
  beforeEach(async () => {
    database = await createMigratedDatabase();
    store = createStore(database.url, createCipher(Buffer.alloc(32, 7)));
  });
  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  const write = async (slot: string) => {
    const { subjectId } = await writeChange(store, slot);
    await store.audit.append(auditEntry({ subjectId }));
  };
  const manyWriters = (name: string) =>
    Array.from({ length: WRITERS }, async (_, writer) => {
      for (let count = 0; count < EACH; count += 1) {
        await write(`${name}-${writer}-${count}`);
      }
    });

  it.each(ROUNDS)('eight writers, a long reader and a lock of another process cost nobody an error: %i', async () => {
    await write('before');
    const reader = await longReader(database.url);
    const lock = await foreignLock(database.url);
    let isLocked = true;
    const order: string[] = [];
    const writing = Promise.all(
      manyWriters('during').map((writer) =>
        writer.then(() => order.push(isLocked ? 'written under the lock' : 'written')),
      ),
    );
    // Who only looks does not wait for the lock.
    for (let count = 0; count < 20; count += 1) {
      expect(await store.changes.listRecent(5)).toHaveLength(1);
    }
    await lock.holdFor(2_000);
    isLocked = false;
    await lock.release();
    await writing;
    expect(order).toEqual(Array.from({ length: WRITERS }, () => 'written'));
    expect(await reader.count()).toBe(1);
    await reader.end();
    expect(await store.changes.listRecent(1000)).toHaveLength(1 + WRITERS * EACH);
    // And the client is as good as before.
    await Promise.all(manyWriters('after'));
    expect(await verifyAuditLog(database.url)).toMatchObject({ records: 2 * (1 + 2 * WRITERS * EACH), findings: [] });
  });
});

/** Somebody who looks at the database as it was at one moment, for as long as it takes. */
async function longReader(url: string): Promise<{ count(): Promise<number>; end(): Promise<void> }> {
  const text = 'SELECT count(*) AS count FROM "Change"';
  if (DATABASE === 'SQLite') {
    const file = new DatabaseSync(url.slice('file:'.length), { readOnly: true });
    file.exec('BEGIN');
    file.prepare(text).get();
    return { count: async () => Number(file.prepare(text).get()?.count), end: async () => file.close() };
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
  await client.query(text);
  return { count: async () => Number((await client.query(text)).rows[0].count), end: () => client.end() };
}

type Lock = { holdFor(ms: number): Promise<void>; release(): Promise<void> };

/** Another process that keeps everybody from writing. */
async function foreignLock(url: string): Promise<Lock> {
  const holdFor = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
  if (DATABASE === 'SQLite') {
    const program = `
      const file = new (require('node:sqlite').DatabaseSync)(process.argv[1]);
      file.exec('BEGIN IMMEDIATE');
      console.log('held');
      process.stdin.once('data', () => { file.exec('ROLLBACK'); process.exit(0); });`;
    const child = spawn(process.execPath, ['-e', program, url.slice('file:'.length)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await once(createInterface({ input: child.stdout }), 'line');
    return {
      holdFor,
      release: async () => {
        child.stdin.write('go\n');
        await once(child, 'exit');
      },
    };
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('BEGIN; LOCK TABLE "Change" IN EXCLUSIVE MODE; LOCK TABLE "AuditRecord" IN EXCLUSIVE MODE');
  return { holdFor, release: () => client.end() };
}
