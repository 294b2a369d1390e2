import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { change } from '#lib/testing/change.ts';
import { describeOnlyOn, MIGRATIONS_DIR } from '#lib/testing/database/test-database.ts';
import type { RestoreTask } from '#lib/testing/kill/restore-process.ts';
import { startProcess } from '#lib/testing/kill/start-process.ts';
import { createCipher } from '../cipher.ts';
import { migrateDatabase } from '../migrate.ts';
import { createStore } from '../store.ts';
import { backupDatabase } from './backup.ts';
import { restoreDatabase } from './restore.ts';

const AT_ONCE = 3;
const PROCESS = new URL('../../../testing/kill/restore-process.ts', import.meta.url);

describeOnlyOn('SQLite', 'a server has its own tools for copies', 'a restore that is killed', () => {
  let dir: string;
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'portolan-restore-'));
    const file = join(dir, 'portolan.db');
    await migrateDatabase(`file:${file}`, MIGRATIONS_DIR);
    const store = createStore(`file:${file}`, createCipher(Buffer.alloc(32, 7)));
    await store.changes.create(change({ slot: 'both' }));
    await backupDatabase(file, join(dir, 'backup.db'), MIGRATIONS_DIR);
    await store.changes.create(change({ slot: 'old' }));
    // As a kill leaves it: the last write is in the file beside alone.
    copyFileSync(file, join(dir, 'old.db'));
    copyFileSync(`${file}-wal`, join(dir, 'old.db-wal'));
    await store.close();
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  /** The killed portal's database in a folder of its own, and how a restore of the backup over it ends. */
  async function restore(name: string, dieAt: number) {
    const folder = join(dir, name);
    mkdirSync(folder);
    const file = join(folder, 'portolan.db');
    copyFileSync(join(dir, 'old.db'), file);
    copyFileSync(join(dir, 'old.db-wal'), `${file}-wal`);
    const task: RestoreTask = { file, source: join(dir, 'backup.db'), migrationsDir: MIGRATIONS_DIR, dieAt };
    const result = await startProcess<{ steps: number }>(PROCESS, task).ended;
    return { file, steps: result?.steps ?? null };
  }

  function slotsIn(file: string): unknown[] {
    const database = new DatabaseSync(file);
    try {
      expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
      return database
        .prepare('SELECT "slot" FROM "Change" ORDER BY "slot"')
        .all()
        .map(({ slot }) => slot);
    } finally {
      database.close();
    }
  }

  it('at any step leaves what was there before or what was restored, and can be done again', async () => {
    const whole = await restore('whole', 0);
    expect(slotsIn(whole.file)).toEqual(['both']);
    const steps = Array.from({ length: whole.steps ?? 0 }, (_, index) => index + 1);
    expect(steps.length).toBeGreaterThan(8);
    const left = new Set<string>();
    for (let index = 0; index < steps.length; index += AT_ONCE) {
      const killed = steps.slice(index, index + AT_ONCE).map(async (step) => {
        const { file, steps: survived } = await restore(`step-${step}`, step);
        expect([step, survived]).toEqual([step, null]);
        const found = slotsIn(file).join();
        left.add(found);
        expect([step, found]).toEqual([step, expect.stringMatching(/^both(,old)?$/)]);
        await restoreDatabase(file, join(dir, 'backup.db'), { migrationsDir: MIGRATIONS_DIR, name: 'again' });
        expect([step, slotsIn(file)]).toEqual([step, ['both']]);
      });
      await Promise.all(killed);
    }
    expect(left).toEqual(new Set(['both', 'both,old']));
  });
});
