import 'server-only';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { findingText } from '#lib/domain/audit/verdict.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { verifyAuditLog } from '../audit/verify.ts';
import { type Applied, pendingMigrations, readMigrations, SELECT_APPLIED } from '../migrations.ts';

export type CheckedCopy = { records: number; changes: number };

/**
 * Looks whether a file is a whole database of a Portolan that this build understands, with an audit log that nobody
 * changed. Throws PortalError that says what is not so.
 */
export async function checkCopy(file: string, migrationsDir: string): Promise<CheckedCopy> {
  const changes = lookInto(file, migrationsDir);
  const { records, findings } = await verifyAuditLog(`file:${file}`);
  if (findings.length > 0) {
    throw new PortalError('unavailable', `The audit log in ${file} is not as it was written.`, {
      suggestion: findings.map(findingText).join(' '),
    });
  }
  return { records, changes };
}

function lookInto(file: string, migrationsDir: string): number {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: true });
    const problems = database.prepare('PRAGMA integrity_check').all();
    if (problems.length !== 1 || problems[0]?.integrity_check !== 'ok') {
      throw new PortalError('unavailable', `The database ${file} is damaged: ${JSON.stringify(problems[0])}.`);
    }
    pendingMigrations(
      readMigrations(join(migrationsDir, 'sqlite')),
      database.prepare(SELECT_APPLIED).all() as unknown as Applied[],
    );
    return Number(database.prepare('SELECT count(*) AS count FROM "Change"').get()?.count);
  } catch (error) {
    if (error instanceof PortalError) {
      throw error;
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new PortalError('unavailable', `${file} is no database of a Portolan: ${reason}.`, { cause: error });
  } finally {
    database?.close();
  }
}
