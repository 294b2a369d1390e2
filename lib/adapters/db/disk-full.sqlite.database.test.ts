import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { Store } from '#lib/ports/store.ts';
import { auditEntry } from '#lib/testing/audit-entry.ts';
import { describeOnlyOn, MIGRATIONS_DIR } from '#lib/testing/database/test-database.ts';
import { verifyAuditLog } from './audit/verify.ts';
import { createCipher } from './cipher.ts';
import { migrateDatabase } from './migrate.ts';
import { createStore } from './store.ts';

const WRITERS = 8;
const AT = 1_763_700_000_000;

describeOnlyOn('SQLite', 'the disk of a server is the server`s', 'a disk that is full', () => {
  const entry = (subjectId: string) => auditEntry({ subjectId, detail: { text: 'x'.repeat(1000) } });

  /** Writes with many writers until each has met an error; gives what was acknowledged and what was refused. */
  async function fill(store: Store) {
    const acknowledged: string[] = [];
    const refused: unknown[] = [];
    const write = async (writer: number) => {
      for (let count = 0; count < 100_000; count += 1) {
        const subjectId = `${writer}-${count}`;
        try {
          await store.audit.append(entry(subjectId));
          acknowledged.push(subjectId);
        } catch (error) {
          refused.push(error);
          return;
        }
      }
    };
    await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
    return { acknowledged, refused };
  }

  /** Fills it, looks, makes room and goes on. */
  async function expectToSurvive(url: string, store: Store, makeRoom: () => unknown): Promise<void> {
    const { acknowledged, refused } = await fill(store);
    expect(acknowledged.length).toBeGreaterThan(WRITERS);
    expect(refused).toHaveLength(WRITERS);
    for (const error of refused) {
      expect(error).toBeInstanceOf(ExternalError);
      expect((error as ExternalError).words).toContain('the disk that holds the database is full');
    }
    const records = await store.audit.read(1, 1_000_000);
    expect(records.map(({ subjectId }) => subjectId).toSorted()).toEqual(acknowledged.toSorted());
    await makeRoom();
    await store.audit.append(entry('with room again'));
    expect(await store.audit.list({ limit: 1 })).toMatchObject([{ subjectId: 'with room again' }]);
    expect(await verifyAuditLog(url)).toMatchObject({ records: acknowledged.length + 1, findings: [] });
    await store.close();
    const file = new DatabaseSync(url.slice('file:'.length));
    expect(file.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
    file.close();
  }

  it('by the count of its pages: nothing that was acknowledged is lost, and it goes on when something goes', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'portolan-full-'));
    const url = `file:${join(dir, 'portolan.db')}`;
    await migrateDatabase(url, MIGRATIONS_DIR);
    const store = createStore(url, createCipher(Buffer.alloc(32, 7)), { maxPages: 150 });
    const account = await store.accounts.signIn(
      { issuer: 'i', subject: 's', username: 'dana', name: 'Dana', avatarUrl: null, groups: [] },
      AT,
    );
    for (let count = 0; count < 100; count += 1) {
      await store.sessions.create({
        id: `s${count}`,
        tokenHash: `hash-${count}`,
        accountId: account.id,
        createdAt: AT,
        lastSeenAt: AT,
        expiresAt: AT + 1,
        userAgent: 'x'.repeat(200),
      });
    }
    await expectToSurvive(url, store, () => store.sessions.removeExpired(AT + 1));
    rmSync(dir, { recursive: true });
  });

  it.runIf(mayMount())('of a real file system: reads go on, and it goes on when there is room', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'portolan-tmpfs-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', dir]);
    try {
      const url = `file:${join(dir, 'portolan.db')}`;
      await migrateDatabase(url, MIGRATIONS_DIR);
      const store = createStore(url, createCipher(Buffer.alloc(32, 7)));
      await store.audit.append(entry('first'));
      const filler = join(dir, 'somebody-elses');
      const { bavail, bsize } = statfsSync(dir);
      writeFileSync(filler, Buffer.alloc(Math.floor((bavail * bsize) / 2)));
      const { acknowledged, refused } = await fill(store);
      expect(refused.map((error) => (error as ExternalError).words)).toEqual(
        refused.map(() => 'the disk that holds the database is full'),
      );
      const records = await store.audit.read(2, 1_000_000);
      expect(records.map(({ subjectId }) => subjectId).toSorted()).toEqual(acknowledged.toSorted());
      rmSync(filler);
      await store.audit.append(entry('with room again'));
      expect(await verifyAuditLog(url)).toMatchObject({ records: acknowledged.length + 2, findings: [] });
      await store.close();
    } finally {
      execFileSync('umount', ['-l', dir]);
      rmSync(dir, { recursive: true });
    }
  });
});

/** Making a small file system takes the rights of root; the other test stands in for it where there are none. */
function mayMount(): boolean {
  const dir = mkdtempSync(join(tmpdir(), 'portolan-try-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', dir], { stdio: 'ignore' });
    execFileSync('umount', ['-l', dir], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  } finally {
    rmSync(dir, { recursive: true });
  }
}
