import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anchorsIn, formatAnchor } from '#lib/domain/audit/anchor.ts';
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
import { createDatabaseClient } from './client.ts';
import { migrateDatabase } from './migrate.ts';

const WRITER = new URL('../../testing/database/writer.ts', import.meta.url).pathname;
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
      expect(await lost(told), `after kill ${kill + 1}`).toEqual([]);
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
  const child = spawn(process.execPath, ['--conditions=react-server', WRITER, url, '4'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [printed, problems] = [collect(child, 'stdout'), collect(child, 'stderr')];
  child.stdout?.on('data', () => {
    if (printed().split('\n').length > enough) {
      child.kill('SIGKILL');
    }
  });
  const [, signal] = (await once(child, 'close')) as [number | null, string | null];
  expect({ signal, problems: problems() }).toEqual({ signal: 'SIGKILL', problems: '' });
  // The last line may be cut: then it was said of something that was written all the same.
  return printed()
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Acknowledged);
}

function collect(child: ChildProcess, stream: 'stdout' | 'stderr'): () => string {
  let text = '';
  child[stream]?.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8');
  });
  return () => text;
}

/** What was said to be written and is not there. */
async function lost(told: readonly Acknowledged[]): Promise<Acknowledged[]> {
  const client = createDatabaseClient(database.url);
  try {
    const changes = await client.change.findMany({
      where: { id: { in: told.map(({ changeId }) => changeId) } },
      select: { id: true },
    });
    const records = await client.auditRecord.findMany({
      where: { sequence: { in: told.map(({ sequence }) => sequence) } },
    });
    const written = new Set(records.map(({ subjectId, sequence, hash }) => `${subjectId} ${sequence} ${hash}`));
    const there = new Set(changes.map(({ id }) => id));
    return told.filter(
      ({ changeId, sequence, hash }) => !(there.has(changeId) && written.has(`${changeId} ${sequence} ${hash}`)),
    );
  } finally {
    await client.$disconnect();
  }
}
