import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCipher } from '#lib/adapters/db/cipher.ts';
import { holdDatabase } from '#lib/adapters/db/hold.ts';
import { migrateDatabase } from '#lib/adapters/db/migrate.ts';
import { createStore } from '#lib/adapters/db/store.ts';
import { formatAnchor } from '#lib/domain/audit/anchor.ts';
import { auditEntry } from '#lib/testing/audit-entry.ts';

const ROOT = new URL('../../..', import.meta.url).pathname;

let dir: string;
let url: string;
let anchor: string;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'portolan-commands-'));
  url = `file:${join(dir, 'portolan.db')}`;
  await migrateDatabase(url, join(ROOT, 'prisma/migrations'));
  const store = createStore(url, createCipher(Buffer.alloc(32, 7)));
  for (let count = 0; count < 3; count += 1) {
    const record = await store.audit.append(auditEntry({ at: count, subjectId: `c${count}` }));
    anchor = formatAnchor(record);
  }
  await store.close();
});
afterAll(() => rmSync(dir, { recursive: true }));

/** A command as `npm run` starts it in a folder, on this database and with none of the other secrets. */
function run(command: string, args: string[], database = url): Promise<{ status: number | null; said: string }> {
  const child = spawn(process.execPath, ['--conditions=react-server', `lib/cli/${command}.ts`, ...args], {
    cwd: ROOT,
    env: {
      NODE_ENV: 'test',
      PATH: process.env.PATH,
      INIT_CWD: dir,
      PORTOLAN_CONFIG: 'docs/portolan.example.yaml',
      PORTOLAN_DATABASE_URL: database,
      PORTOLAN_STATE_DIR: dir,
    },
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, said })));
}

describe('npm run', () => {
  it('backup writes where it is told, once, and says what else is to be kept', async () => {
    const first = await run('backup', ['copy.db']);
    expect(first).toMatchObject({ status: 0, said: expect.stringContaining(`Backed up to ${join(dir, 'copy.db')}`) });
    expect(first.said).toContain('3 audit records, the chain is whole');
    expect(first.said).toContain(`there is none in ${join(dir, 'secret.key')}`);
    expect(await run('backup', ['copy.db'])).toMatchObject({
      status: 1,
      said: expect.stringContaining('there already'),
    });
    expect(await run('backup', [])).toMatchObject({ status: 2, said: expect.stringContaining('expected file') });
  });

  it('backup names the key that belongs to the copy', async () => {
    writeFileSync(join(dir, 'secret.key'), 'a key');
    const { said } = await run('backup', ['with-key.db']);
    expect(said).toContain(`sealed with the key in ${join(dir, 'secret.key')}`);
    expect(said).not.toContain('a key');
  });

  it('restore refuses while the portal runs, and works when it does not', async () => {
    await run('backup', ['to-restore.db']);
    const release = holdDatabase(url);
    expect(await run('restore', ['to-restore.db'])).toMatchObject({
      status: 1,
      said: expect.stringMatching(/Another Portolan is using .*\nStop it first/),
    });
    release();
    const done = await run('restore', ['to-restore.db']);
    expect(done).toMatchObject({ status: 0, said: expect.stringContaining('What was there before is') });
    expect(done.said).toContain('The audit log ends with record 3 again');
  });

  it('names the tools of PostgreSQL instead', async () => {
    const server = 'postgresql://portolan:canary@localhost:9/portolan';
    const [backup, restore] = [await run('backup', ['x'], server), await run('restore', ['x'], server)];
    expect([backup.status, restore.status]).toEqual([2, 2]);
    expect(backup.said).toContain('pg_dump --format=custom');
    expect(restore.said).toContain('pg_restore --exit-on-error');
    expect(backup.said + restore.said).not.toContain('canary');
  });

  it('check-audit holds the log against an anchor that was kept elsewhere', async () => {
    expect(await run('check-audit', [])).toMatchObject({ status: 0, said: expect.stringContaining('no anchor') });
    const before = await run('check-audit', ['--anchor', anchor]);
    expect(before).toMatchObject({ status: 0, said: expect.stringContaining(`It stands at ${anchor}`) });
    const file = new DatabaseSync(url.slice('file:'.length));
    file.exec('DROP TRIGGER "AuditRecord_no_delete"; DELETE FROM "AuditRecord" WHERE "sequence" = 3');
    file.close();
    expect(await run('check-audit', [])).toMatchObject({ status: 0 });
    const after = await run('check-audit', ['--anchor', anchor, '--json']);
    expect(after.status).toBe(1);
    expect(JSON.parse(after.said)).toMatchObject({
      isIntact: false,
      findings: [{ kind: 'cut-off', sequence: 3, until: 3 }],
    });
    expect(await run('check-audit', ['--anchor', '3:no'])).toMatchObject({ status: 2 });
  });
});
