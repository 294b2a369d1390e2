import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AuditEntry } from '#lib/domain/audit/audit.ts';
import { auditEntry } from '#lib/testing/audit-entry.ts';
import { change } from '#lib/testing/change.ts';
import type { StoreFixture } from './store.conformance.ts';
import type { Store } from './store.ts';

export const entry = (overrides: Partial<AuditEntry> = {}) =>
  auditEntry({ detail: { iid: 7, title: 'ünïcode "quoted"' }, ...overrides });

/** What the audit log of every store must do. */
export function auditConformance(given: () => StoreFixture): void {
  describe('audit', () => {
    let fixture: StoreFixture;
    let store: Store;
    beforeAll(() => {
      fixture = given();
      store = fixture.store;
    });

    it('chains records, also when many are written at once', async () => {
      const before = (await store.audit.list({ limit: 1 }))[0]?.sequence ?? 0;
      await Promise.all(
        Array.from({ length: 20 }, (_, index) => store.audit.append(entry({ subjectId: `s${index}` }))),
      );
      const records = await store.audit.read(before + 1, 100);
      expect(records.map(({ sequence }) => sequence)).toEqual(
        Array.from({ length: 20 }, (_, index) => before + 1 + index),
      );
      expect(records.slice(1).map(({ previousHash }) => previousHash)).toEqual(
        records.slice(0, -1).map(({ hash }) => hash),
      );
    });

    it('chains records of their own with those of transactions, and one that is refused costs no other', async () => {
      const before = (await store.audit.list({ limit: 1 }))[0]?.sequence ?? 0;
      const inTransaction = (subjectId: string) =>
        store.transaction(async ({ changes, audit }) => {
          await changes.create(change({ slot: randomUUID() }));
          return await audit.append(entry({ subjectId }));
        });
      const acts = [
        () => store.audit.append(entry({ detail: { number: 1n } })),
        () => store.audit.append(entry({ actorName: null as unknown as string })),
        () => store.audit.append(entry()),
        () => inTransaction(randomUUID()),
      ];
      const outcomes = await Promise.allSettled([...acts, ...acts, ...acts, ...acts].map((act) => act()));
      expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual(
        Array.from({ length: 4 }, () => [false, false, true, true]).flat(),
      );
      const kept = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
      const records = await store.audit.read(before + 1, 100);
      expect(records).toEqual(kept.toSorted((one, other) => one.sequence - other.sequence));
      expect(records.map(({ sequence }) => sequence)).toEqual(records.map((_, index) => before + 1 + index));
      expect(records.slice(1).map(({ previousHash }) => previousHash)).toEqual(
        records.slice(0, -1).map(({ hash }) => hash),
      );
    });

    it('pages from the newest down and filters by subject', async () => {
      const subjectId = randomUUID();
      const written = [];
      for (const outcome of ['intent', 'done', 'failed'] as const) {
        written.unshift(await store.audit.append(entry({ subjectId, outcome })));
      }
      expect(await store.audit.list({ subjectId, limit: 2 })).toEqual(written.slice(0, 2));
      expect(await store.audit.list({ subjectId, limit: 2, beforeSequence: written[1]?.sequence ?? 0 })).toEqual(
        written.slice(2),
      );
    });

    it('tells a record that was written past it', async () => {
      const subjectId = randomUUID();
      await store.audit.append(entry({ subjectId }));
      const kept =
        '"at", "actorKind", "actorId", "action", "subjectKind", "subjectId", "outcome", "detail", "requestId"';
      await fixture.execute(
        `INSERT INTO "AuditRecord" ("sequence", ${kept}, "actorName", "previousHash", "hash") ` +
          `SELECT "sequence" + 1, ${kept}, 'nobody', "hash", '${'0'.repeat(64)}' FROM "AuditRecord" ` +
          `WHERE "subjectId" = '${subjectId}'`,
      );
      const found = await store.audit.list({ subjectId, limit: 2 });
      expect(found.map(({ actorName, isIntact }) => [actorName, isIntact])).toEqual([
        ['nobody', false],
        [entry().actorName, true],
      ]);
    });

    it.each(['UPDATE "AuditRecord" SET "actorName" = \'nobody\'', 'DELETE FROM "AuditRecord"'])(
      'cannot be rewritten, even past the store: %s',
      async (statement) => {
        await store.audit.append(entry());
        await expect(fixture.execute(statement)).rejects.toThrow(/append-only/);
      },
    );
  });
}
