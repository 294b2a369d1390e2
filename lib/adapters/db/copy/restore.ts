import 'server-only';
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { holdDatabase } from '../hold.ts';
import { isDamaged } from '../sqlite/driver-error.ts';
import { type CheckedCopy, checkCopy } from './check-copy.ts';

/** What SQLite puts beside a database; it belongs to that one and to no other. */
const BESIDE = ['-wal', '-shm', '-journal'];

/** So long a reader, such as a backup, may take to let go. */
const BUSY_TIMEOUT_MS = 1_000;

export type Restored = CheckedCopy & {
  /** Where what was there before is; null where there was nothing. */
  kept: string | null;
};

/**
 * Puts a backup in the place of the database, which nobody may be using, and keeps what was there. The backup is
 * checked first. Throws PortalError, and has changed nothing then. Killed at any moment it leaves the one or the other.
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
    // Of one that was killed.
    removeWhole(incoming);
    // The copy is what is checked, so that what was checked is what is used.
    copyFileSync(source, incoming);
    chmodSync(incoming, 0o600);
    const checked = await checkCopy(incoming, migrationsDir);
    toDisk(incoming);
    const kept = existsSync(file) ? `${file}.before-restore-${name}` : null;
    if (kept !== null) {
      gatherInto(file);
      keep(file, kept);
    }
    // What lies beside belonged to the old one, and would damage the new one. The old one is whole without it by now.
    for (const end of BESIDE) {
      rmSync(file + end, { force: true });
    }
    renameSync(incoming, file);
    toDisk(dirname(file));
    return { ...checked, kept };
  } finally {
    removeWhole(incoming);
    release();
  }
}

function removeWhole(file: string): void {
  for (const end of ['', ...BESIDE]) {
    rmSync(file + end, { force: true });
  }
}

/** A name must never come to the disk before what it stands for. */
function toDisk(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Brings what SQLite has put beside a database into its one file. A damaged one is left as it is: it is to be replaced. */
function gatherInto(file: string): void {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
    const [outcome] = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
    if (outcome?.busy !== 0) {
      throw new PortalError('unavailable', `Somebody is reading the database ${file}.`, {
        suggestion: 'End whatever has it open, then restore again.',
      });
    }
  } catch (cause) {
    if (cause instanceof PortalError) {
      throw cause;
    }
    if (!isDamaged(cause)) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new PortalError('unavailable', `The database ${file} cannot be put aside: ${reason}.`, {
        suggestion: 'Its folder needs room and must be writable. Nothing was changed.',
        cause,
      });
    }
  } finally {
    database?.close();
  }
}

function keep(file: string, kept: string): void {
  for (const end of ['', ...BESIDE]) {
    if (existsSync(file + end)) {
      linkSync(file + end, kept + end);
    }
  }
}
