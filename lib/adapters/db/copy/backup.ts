import 'server-only';
import { closeSync, existsSync, fsyncSync, linkSync, openSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { type CheckedCopy, checkCopy } from './check-copy.ts';

/**
 * Copies an SQLite database as it is at one moment into one file of its owner's, while the portal goes on, and checks
 * the copy. Never writes over anything. Throws PortalError, and leaves nothing behind then.
 */
export async function backupDatabase(file: string, target: string, migrationsDir: string): Promise<CheckedCopy> {
  if (!existsSync(file)) {
    throw new PortalError('not-found', `There is no database ${file} to back up.`);
  }
  const part = `${target}.part`;
  const made = create(part);
  try {
    assertFree(target);
    copy(file, part);
    const checked = await checkCopy(part, migrationsDir);
    // On the disk before it has its name; and a name that was taken meanwhile is refused.
    fsyncSync(made);
    give(part, target);
    return checked;
  } finally {
    closeSync(made);
    rmSync(part, { force: true });
  }
}

/** For its owner only: sessions and sealed tokens are in it. */
function create(part: string): number {
  try {
    return openSync(part, 'wx', 0o600);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PortalError('unavailable', `The backup cannot be written: ${reason}.`, {
      suggestion: `Where ${part} is left of a backup that was cut off, remove it.`,
      cause,
    });
  }
}

function assertFree(target: string): void {
  if (existsSync(target)) {
    throw new PortalError('conflict', `${target} is there already, and a backup never writes over anything.`, {
      suggestion: 'Choose another name.',
    });
  }
}

function copy(file: string, part: string): void {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 10_000 });
  try {
    // One reading transaction: writers go on, and what they commit meanwhile is not in it.
    database.prepare('VACUUM INTO ?').run(part);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PortalError('unavailable', `The database ${file} cannot be copied: ${reason}.`, { cause });
  } finally {
    database.close();
  }
}

function give(part: string, target: string): void {
  try {
    linkSync(part, target);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') {
      assertFree(target);
    }
    throw cause;
  }
}
