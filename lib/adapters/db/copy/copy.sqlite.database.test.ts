import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Store } from '#lib/ports/store.ts';
import { lostOf, startWriter } from '#lib/testing/database/start-writer.ts';
import { describeOnlyOn, MIGRATIONS_DIR } from '#lib/testing/database/test-database.ts';
import { writeChange } from '#lib/testing/database/write-change.ts';
import type { Acknowledged } from '#lib/testing/database/writer.ts';
import { verifyAuditLog } from '../audit/verify.ts';
import { createCipher } from '../cipher.ts';
import { holdDatabase } from '../hold.ts';
import { migrateDatabase } from '../migrate.ts';
import { createStore } from '../store.ts';
import { backupDatabase } from './backup.ts';
import { restoreDatabase } from './restore.ts';

describeOnlyOn('SQLite', 'a server has its own tools for copies', 'a copy of the database', () => {
  let dir: string;
  let file: string;
  let store: Store;
  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'portolan-copy-'));
    file = join(dir, 'portolan.db');
    await migrateDatabase(`file:${file}`, MIGRATIONS_DIR);
    store = openStore();
  });
  afterEach(async () => {
    await store.close();
    rmSync(dir, { recursive: true });
  });

  const openStore = () => createStore(`file:${file}`, createCipher(Buffer.alloc(32, 7)));
  const target = () => join(dir, 'backup.db');
  const backup = () => backupDatabase(file, target(), MIGRATIONS_DIR);
  const restore = (source = target()) => restoreDatabase(file, source, { migrationsDir: MIGRATIONS_DIR, name: 'now' });

  const write = async (slot: string) => (await writeChange(store, slot)).subjectId;

  it('is whole and of one moment, while many write', async () => {
    const before = await Promise.all(Array.from({ length: 20 }, (_, index) => write(`before-${index}`)));
    let isOver = false;
    const writing = Array.from({ length: 4 }, async (_, writer) => {
      let count = 0;
      for (; !isOver; count += 1) {
        await write(`during-${writer}-${count}`);
      }
      return count;
    });
    const copied = await backup();
    isOver = true;
    expect((await Promise.all(writing)).every((count) => count > 0)).toBe(true);
    // What is written together is copied together.
    expect(copied.records).toBe(copied.changes);
    expect(copied.changes).toBeGreaterThanOrEqual(before.length);
    expect(statSync(target()).mode & 0o777).toBe(0o600);
    const copy = createStore(`file:${target()}`, createCipher(Buffer.alloc(32, 7)));
    const ids = (await copy.changes.listRecent(100_000)).map(({ id }) => id);
    await copy.close();
    expect(before.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('is whole, and holds all that was acknowledged before, while another process writes', async () => {
    const told: Acknowledged[] = [];
    const { child, ended } = startWriter(`file:${file}`, { writers: 4 }, (what) => told.push(what));
    try {
      for (let copies = 1; copies <= 3; copies += 1) {
        await expect.poll(() => told.length, { timeout: 20_000 }).toBeGreaterThan(copies * 40);
        const before = [...told];
        const { records } = await backup();
        expect(records).toBeGreaterThanOrEqual(before.length);
        expect(await lostOf(`file:${target()}`, before)).toEqual([]);
        expect((await verifyAuditLog(`file:${target()}`, before)).findings).toEqual([]);
        rmSync(target());
      }
    } finally {
      child.kill('SIGKILL');
    }
    expect(await ended).toMatchObject({ signal: 'SIGKILL', problems: '' });
  });

  it('is one file, and nothing else is left of making it', async () => {
    await write('one');
    const before = readdirSync(dir);
    await backup();
    expect(readdirSync(dir).filter((name) => !before.includes(name))).toEqual(['backup.db']);
  });

  it('is never written over anything, nor over a backup that is being made', async () => {
    writeFileSync(target(), 'mine');
    await expect(backup()).rejects.toMatchObject({ code: 'conflict' });
    expect(readFileSync(target(), 'utf8')).toBe('mine');
    rmSync(target());
    writeFileSync(`${target()}.part`, '');
    await expect(backup()).rejects.toThrow(/cannot be written/);
    expect(existsSync(target())).toBe(false);
  });

  it('is not made of an audit log that somebody changed', async () => {
    await write('one');
    const raw = new DatabaseSync(file);
    raw.exec(`DROP TRIGGER "AuditRecord_no_update"; UPDATE "AuditRecord" SET "actorName" = 'nobody'`);
    raw.close();
    await expect(backup()).rejects.toMatchObject({ suggestion: expect.stringContaining('Record 1 was changed') });
    expect(readdirSync(dir).filter((name) => name.startsWith('backup'))).toEqual([]);
  });

  it('takes the place of the database, which is kept', async () => {
    const kept = await write('kept');
    await backup();
    const later = await write('later');
    await store.close();
    const restored = await restore();
    expect(restored).toEqual({ changes: 1, records: 1, kept: `${file}.before-restore-now` });
    await migrateDatabase(`file:${file}`, MIGRATIONS_DIR);
    store = openStore();
    expect([await store.changes.findById(kept), await store.changes.findById(later)]).toEqual([
      expect.objectContaining({ id: kept }),
      null,
    ]);
    await write('after');
    const old = createStore(`file:${restored.kept}`, createCipher(Buffer.alloc(32, 7)));
    expect(await old.changes.findById(later)).toMatchObject({ id: later });
    await old.close();
  });

  it('takes the place of one that was killed, with what its log still held', async () => {
    await backup();
    const later = await write('later');
    // As after a kill: nobody has closed it, and the newest writes are in the file beside.
    expect(statSync(`${file}-wal`).size).toBeGreaterThan(0);
    const { kept } = await restore();
    expect(readdirSync(dir).filter((name) => /-(wal|shm)$/.test(name) && !name.includes('before-restore'))).toEqual([]);
    const old = createStore(`file:${kept}`, createCipher(Buffer.alloc(32, 7)));
    expect(await old.changes.findById(later)).toMatchObject({ id: later });
    await old.close();
  });

  it('takes the place of one that is damaged, which is kept as it is', async () => {
    await write('one');
    await backup();
    await store.close();
    const damaged = readFileSync(file).fill(0x5a);
    writeFileSync(file, damaged);
    const { kept } = await restore();
    expect(readFileSync(kept ?? '').equals(damaged)).toBe(true);
    store = openStore();
    expect(await store.changes.listRecent(10)).toHaveLength(1);
  });

  it('waits for nobody for good: what somebody reads is left as it is', async () => {
    await backup();
    const later = await write('later');
    const reader = new DatabaseSync(file, { readOnly: true });
    reader.exec('BEGIN; SELECT * FROM "Change"');
    await write('latest');
    await expect(restore()).rejects.toThrow(/Somebody is reading/);
    reader.close();
    expect(await store.changes.findById(later)).toMatchObject({ id: later });
    expect(readdirSync(dir).filter((name) => name.includes('restor'))).toEqual([]);
  });

  it('is refused while a portal has the database, and where it is none', async () => {
    await backup();
    const bytes = () => readFileSync(file).toString('base64');
    await store.close();
    const before = bytes();
    const release = holdDatabase(`file:${file}`);
    await expect(restore()).rejects.toThrow(/Another Portolan is using the database/);
    release();
    writeFileSync(join(dir, 'text.db'), 'no database at all, but a text that is long enough to be looked at twice');
    await expect(restore(join(dir, 'text.db'))).rejects.toThrow(/no database of a Portolan/);
    await expect(restore(join(dir, 'none.db'))).rejects.toThrow(/There is no backup/);
    const damaged = readFileSync(target());
    damaged.fill(0x5a, 4096, damaged.length - 4096);
    writeFileSync(join(dir, 'damaged.db'), damaged);
    await expect(restore(join(dir, 'damaged.db'))).rejects.toThrow(/damaged|no database/);
    expect(bytes()).toBe(before);
    expect(readdirSync(dir).filter((name) => name.includes('restor'))).toEqual([]);
  });
});
