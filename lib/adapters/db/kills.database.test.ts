import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anchorsIn, formatAnchor } from '#lib/domain/audit/anchor.ts';
import { lostOf, startWriter } from '#lib/testing/database/start-writer.ts';
import {
  createTestDatabase,
  DATABASE,
  MIGRATIONS_DIR,
  type TestDatabase,
} from '#lib/testing/database/test-database.ts';
import type { Acknowledged } from '#lib/testing/database/writer.ts';
import { times } from '#lib/testing/long.ts';
import { createRandom } from '#lib/testing/random.ts';
import { verifyAuditLog } from './audit/verify.ts';
import { migrateDatabase } from './migrate.ts';

const KILLS = times(10, 1000);
const MOST_ACKNOWLEDGED = 60;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await migrateDatabase(database.url, MIGRATIONS_DIR);
});
afterAll(() => database.drop());

describe(`a portal that is killed while it writes to ${DATABASE}`, () => {
  it(`loses nothing that it said was written, ${KILLS} times`, async () => {
    const random = createRandom(20_261_121);
    let acknowledged = 0;
    let anchor = '';
    for (let kill = 0; kill < KILLS; kill += 1) {
      const told = await writeUntilKilled(database.url, 1 + Math.floor(random() * MOST_ACKNOWLEDGED));
      expect(await lostOf(database.url, told), `after kill ${kill + 1}`).toEqual([]);
      acknowledged += told.length;
      anchor = formatAnchor(told.at(-1) ?? { sequence: 0, hash: '' }) || anchor;
    }
    expect(acknowledged).toBeGreaterThan(KILLS);
    expect(await verifyAuditLog(database.url, anchorsIn(anchor))).toMatchObject({ findings: [] });
    if (DATABASE === 'SQLite') {
      const file = new DatabaseSync(database.url.slice('file:'.length));
      expect(file.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
      file.close();
    }
  });
});

/** Everything that the process said was written before SIGKILL ended it. */
async function writeUntilKilled(url: string, enough: number): Promise<Acknowledged[]> {
  const told: Acknowledged[] = [];
  const { child, ended } = startWriter(url, { writers: 4 }, (what) => {
    told.push(what);
    if (told.length === enough) {
      child.kill('SIGKILL');
    }
  });
  expect(await ended).toEqual({ code: null, signal: 'SIGKILL', problems: '' });
  return told;
}
