import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { verifyAuditLog } from '#lib/adapters/db/audit/verify.ts';
import { fileOf } from '#lib/adapters/db/sqlite/connection.ts';
import type { AuditAnchor } from '#lib/domain/audit/anchor.ts';

const CONFIG = new URL('../../docs/portolan.example.yaml', import.meta.url).pathname;
const BACKUP = new URL('../../lib/cli/backup.ts', import.meta.url).pathname;

/** Throws where a database is not whole, or its audit log not what it was at the anchors. */
export async function checkStore(url: string, anchors: readonly AuditAnchor[]): Promise<void> {
  const file = new DatabaseSync(fileOf(url), { readOnly: true });
  const problems = file.prepare('PRAGMA integrity_check').all();
  file.close();
  if (problems[0]?.integrity_check !== 'ok') {
    throw new Error(`the database is damaged: ${JSON.stringify(problems)}`);
  }
  const { findings } = await verifyAuditLog(url, anchors);
  if (findings.length > 0) {
    throw new Error(`the audit log is not as it was written: ${JSON.stringify(findings)}`);
  }
}

/** Has the command make a backup while others write, and looks whether it holds what was written before it began. */
export async function tryBackup(url: string, anchors: readonly AuditAnchor[]): Promise<void> {
  const dir = dirname(fileOf(url));
  const target = join(dir, 'backup.db');
  await promisify(execFile)(process.execPath, ['--conditions=react-server', BACKUP, target], {
    env: { ...process.env, PORTOLAN_DATABASE_URL: url, PORTOLAN_STATE_DIR: dir, PORTOLAN_CONFIG: CONFIG },
  });
  await checkStore(`file:${target}`, anchors);
  rmSync(target);
}
