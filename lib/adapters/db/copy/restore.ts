import 'server-only';
import { chmodSync, copyFileSync, existsSync, linkSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { holdDatabase } from '../hold.ts';
import { type CheckedCopy, checkCopy } from './check-copy.ts';

/** What SQLite puts beside a database; it belongs to that one and to no other. */
const BESIDE = ['-wal', '-shm'];

export type Restored = CheckedCopy & {
  /** Where what was there before is; null where there was nothing. */
  kept: string | null;
};

/**
 * Puts a backup in the place of the database, which nobody may be using, and keeps what was there. The backup is
 * checked first. Throws PortalError, and has changed nothing then.
 * @param name goes into the name of what is kept
 */
export async function restoreDatabase(
  file: string,
  source: string,
  { migrationsDir, name }: { migrationsDir: string; name: string },
): Promise<Restored> {
  if (!existsSync(source)) {
    throw new PortalError('not-found', `There is no backup ${source}.`);
  }
  mkdirSync(dirname(file), { recursive: true });
  const release = holdDatabase(`file:${file}`);
  const incoming = `${file}.restoring`;
  try {
    // The copy is what is checked, so that what was checked is what is used.
    copyFileSync(source, incoming);
    chmodSync(incoming, 0o600);
    const checked = await checkCopy(incoming, migrationsDir);
    const kept = existsSync(file) ? `${file}.before-restore-${name}` : null;
    if (kept !== null) {
      keep(file, kept);
    }
    // What lies beside belonged to the old one, and would damage the new one.
    for (const end of BESIDE) {
      rmSync(file + end, { force: true });
    }
    renameSync(incoming, file);
    return { ...checked, kept };
  } finally {
    for (const end of ['', ...BESIDE]) {
      rmSync(incoming + end, { force: true });
    }
    release();
  }
}

function keep(file: string, kept: string): void {
  for (const end of ['', ...BESIDE]) {
    if (existsSync(file + end)) {
      linkSync(file + end, kept + end);
    }
  }
}
