import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditAnchor } from '#lib/domain/audit/anchor.ts';
import type { Store } from '#lib/ports/store.ts';
import { auditEntry } from '#lib/testing/audit-entry.ts';
import { createMigratedDatabase, DATABASE, type TestDatabase } from '#lib/testing/database/test-database.ts';
import { times } from '#lib/testing/long.ts';
import { createRandom } from '#lib/testing/random.ts';
import { createCipher } from '../cipher.ts';
import { createDatabaseClient, type DatabaseClient } from '../client.ts';
import { createStore } from '../store.ts';
import { TAMPERINGS } from '../testing/tamperings.ts';
import type { StoredRecord } from './chain-check.ts';
import { verifyAuditLog } from './verify.ts';

const RECORDS = 40;
/** What no chain shows by itself: it was cut, or it is another whole one. */
const NEEDS_ANCHOR = ['truncate', 'rewrite', 'replaceEnd', 'removeAndRewrite'];

describe(`the audit log on ${DATABASE}`, () => {
  let database: TestDatabase;
  let store: Store;
  let raw: DatabaseClient;
  let anchor: AuditAnchor;
  let written: StoredRecord[];

  beforeAll(async () => {
    database = await createMigratedDatabase();
    store = createStore(database.url, createCipher(Buffer.alloc(32, 7)));
    raw = createDatabaseClient(database.url);
    for (let count = 0; count < RECORDS; count += 1) {
      anchor = await store.audit.append(
        auditEntry({
          at: 1_763_700_000_123 + count * 1000,
          actorKind: count % 3 === 0 ? 'system' : 'user',
          actorId: `account-${count % 5}`,
          actorName: 'Dana "ü" Diaz',
          subjectId: `change-${count}`,
          outcome: count % 2 === 0 ? 'intent' : 'done',
          detail: { 10: 'b', 9: 'a', nested: { text: 'two\nlines', count } },
          requestId: `request-${count}`,
        }),
      );
    }
    const rows = await raw.auditRecord.findMany({ orderBy: { sequence: 'asc' } });
    written = rows.map((row) => ({ ...row, at: row.at.getTime() }));
    // Somebody who owns the database takes the lock off first.
    await raw.$executeRawUnsafe(
      DATABASE === 'SQLite' ? 'DROP TRIGGER "AuditRecord_no_delete"' : 'ALTER TABLE "AuditRecord" DISABLE TRIGGER ALL',
    );
  });
  afterAll(async () => {
    await Promise.all([store.close(), raw.$disconnect()]);
    await database.drop();
  });

  /** The table holds exactly these, as if nobody had noticed. */
  async function replace(records: readonly StoredRecord[]): Promise<void> {
    await raw.$transaction([
      raw.auditRecord.deleteMany(),
      raw.auditRecord.createMany({ data: records.map((record) => ({ ...record, at: new Date(record.at) })) }),
    ]);
  }

  it('is as it was written, with the anchor and without', async () => {
    await replace(written);
    for (const anchors of [[], [anchor]]) {
      expect(await verifyAuditLog(database.url, anchors)).toEqual({
        records: RECORDS,
        head: { sequence: anchor.sequence, hash: anchor.hash },
        findings: [],
      });
    }
  });

  it.each(Object.entries(TAMPERINGS))('never hides from the anchor: %s', async (name, tamper) => {
    const tries = times(25, 125);
    const random = createRandom(name.length * 7919);
    const hidden: StoredRecord[][] = [];
    let foundAlone = 0;
    for (let count = 0; count < tries; count += 1) {
      const records = tamper(written, (below) => Math.floor(random() * below));
      expect(records).not.toEqual(written);
      await replace(records);
      const { findings } = await verifyAuditLog(database.url, [anchor]);
      if (findings.length === 0) {
        hidden.push(records);
      }
      foundAlone += (await verifyAuditLog(database.url)).findings.length > 0 ? 1 : 0;
    }
    expect(hidden).toEqual([]);
    // What the anchor is for: by itself a chain finds all of the rest and none of these.
    expect(foundAlone).toBe(NEEDS_ANCHOR.includes(name) ? 0 : tries);
  });

  it('finds that everything is gone', async () => {
    await replace([]);
    expect((await verifyAuditLog(database.url)).findings).toEqual([]);
    expect((await verifyAuditLog(database.url, [anchor])).findings).toEqual([
      { kind: 'cut-off', sequence: 1, until: RECORDS },
    ]);
  });

  it('goes on from what this process wrote, so that a cut behind its back leaves a gap', async () => {
    await replace(written);
    const before = await store.audit.append(auditEntry({ requestId: 'before' }));
    await raw.auditRecord.deleteMany({ where: { sequence: { gt: RECORDS - 5 } } });
    await store.audit.append(auditEntry({ requestId: 'after' }));
    const { findings } = await verifyAuditLog(database.url, [before]);
    expect(findings.length).toBeGreaterThan(0);
  });

  it('lets others run after each hundred records, so that a long log holds nobody up', async () => {
    await Promise.all(Array.from({ length: 500 }, () => store.audit.append(auditEntry())));
    let turns = 0;
    let next = setImmediate(function count() {
      turns += 1;
      next = setImmediate(count);
    });
    const { records } = await verifyAuditLog(database.url);
    clearImmediate(next);
    expect(records).toBeGreaterThanOrEqual(500);
    expect(turns).toBeGreaterThanOrEqual(Math.floor(records / 100) - 1);
  });
});
