import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anchorsIn, formatAnchor } from '#lib/domain/audit/anchor.ts';
import type { Store } from '#lib/ports/store.ts';
import {
  createTestDatabase,
  DATABASE,
  MIGRATIONS_DIR,
  type TestDatabase,
} from '#lib/testing/database/test-database.ts';
import { providerOf } from '#prisma/provider.ts';
import { verifyAuditLog } from './audit/verify.ts';
import { createCipher } from './cipher.ts';
import { migrateDatabase } from './migrate.ts';
import { MIGRATIONS_TABLE } from './migrations.ts';
import { createStore } from './store.ts';
import known from './testing/first-version/known.json' with { type: 'json' };

const FIRST = '20261121000000_main_job';
const read = (name: string) => readFileSync(new URL(`testing/first-version/${name}`, import.meta.url), 'utf8');

/** The database as the first landed version left it: its tables, its rows, and its note of the one migration. */
async function loadFirstVersion(url: string): Promise<void> {
  const tables = read(`${providerOf(url)}.sql`);
  const checksum = createHash('sha256').update(tables).digest('hex');
  const note = `INSERT INTO "_prisma_migrations" ("id", "checksum", "finished_at", "migration_name", "applied_steps_count")
    VALUES ('1', '${checksum}', CURRENT_TIMESTAMP, '${FIRST}', 1);`;
  const script = [tables, `${MIGRATIONS_TABLE};`, note, read('rows.sql')].join('\n');
  if (DATABASE === 'SQLite') {
    const file = new DatabaseSync(url.slice('file:'.length));
    file.exec(script);
    file.close();
    return;
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(script);
  await client.end();
}

describe(`what the first version wrote on ${DATABASE}`, () => {
  let database: TestDatabase;
  let store: Store;
  beforeAll(async () => {
    database = await createTestDatabase();
    await loadFirstVersion(database.url);
    expect(await migrateDatabase(database.url, MIGRATIONS_DIR)).not.toContain(FIRST);
    store = createStore(database.url, createCipher(Buffer.alloc(32, 7)));
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  it('is read as it was: people, their tokens and their sessions', async () => {
    for (const [index, account] of known.accounts.entries()) {
      expect(await store.accounts.findById(account.id)).toMatchObject(account);
      const credential = known.credentials[index];
      const found = await store.credentials.find(account.id);
      expect(found).toEqual(credential == null ? null : expect.objectContaining(credential));
    }
    for (const [hash, session] of Object.entries(known.sessions)) {
      expect(await store.sessions.findByTokenHash(hash)).toMatchObject(session);
    }
  });

  it('is read as it was: a change in each phase, its files and its approvals', async () => {
    expect(new Set(known.changes.map(({ phase }) => phase)).size).toBe(9);
    for (const change of known.changes) {
      expect(await store.changes.findById(change.id)).toMatchObject(change);
      const head = known.heads[change.id as keyof typeof known.heads];
      expect(await store.changes.findHead(change.id)).toEqual(head);
      const approvals = known.approvals[change.id as keyof typeof known.approvals];
      expect(await store.approvals.listByChange(change.id)).toMatchObject(approvals);
    }
  });

  it('has an audit log that is as it was written, and goes on', async () => {
    const last = known.audit.at(-1) ?? { sequence: 0, hash: '' };
    expect(await store.audit.read(1, 1000)).toMatchObject(known.audit);
    const { sequence } = await store.audit.append({
      at: 1,
      actorKind: 'system',
      actorId: 'later',
      actorName: 'later',
      action: 'change.delivered',
      subjectKind: 'change',
      subjectId: 'change-syncing',
      outcome: 'done',
      detail: {},
      requestId: 'later',
    });
    expect(sequence).toBe(last.sequence + 1);
    expect(await verifyAuditLog(database.url, anchorsIn(formatAnchor(last)))).toMatchObject({
      records: known.audit.length + 1,
      findings: [],
    });
  });

  it('can be worked with: slots that are taken, sign-ins that were begun, what has run out', async () => {
    const [open, closed] = ['open', 'closed'].map((phase) => known.changes.find((change) => change.phase === phase));
    if (open === undefined || closed === undefined) {
      throw new Error('the first version wrote both');
    }
    expect(await store.changes.findActiveBySlot(open.repository, open.slot)).toMatchObject({ id: open.id });
    expect(await store.changes.findActiveBySlot(closed.repository, closed.slot)).toBeNull();
    const stored = await store.changes.findById(open.id);
    expect(stored && (await store.changes.update({ ...stored, title: 'New' }))).toMatchObject({
      revision: open.revision + 1,
    });
    expect(await store.sessions.takePending(known.pending.state)).toEqual({
      ...known.pending,
      forgeId: '',
      accountId: null,
    });
    const expiresAt = Math.max(...Object.values(known.sessions).map((session) => session.expiresAt));
    expect(await store.sessions.removeExpired(expiresAt)).toBe(Object.keys(known.sessions).length);
  });
});
