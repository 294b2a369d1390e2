import 'server-only';
import { DatabaseSync } from 'node:sqlite';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { fileOf } from './sqlite/connection.ts';
import { isBusy } from './sqlite/driver-error.ts';

/**
 * Takes an SQLite file for this process until released. The lock is one of the operating system's, on a file beside
 * the database, so it ends with the process however that ends. Throws PortalError when another process has it.
 */
export function holdDatabase(url: string): () => void {
  const file = fileOf(url);
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(`${file}.lock`, { timeout: 0 });
    // An open write transaction is a lock that needs no clean-up.
    lock.exec('BEGIN IMMEDIATE');
  } catch (cause) {
    lock?.close();
    throw isBusy(cause) ? inUse(file, cause) : cannotOpen(file, cause);
  }
  const held = lock;
  return () => held.close();
}

function inUse(file: string, cause: unknown): PortalError {
  return new PortalError('unavailable', `Another Portolan is using the database ${file}.`, {
    suggestion: 'Stop it first, or give this one another database. For several at once use PostgreSQL.',
    cause,
  });
}

function cannotOpen(file: string, cause: unknown): PortalError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new PortalError('unavailable', `The database ${file} cannot be opened: ${reason}.`, {
    suggestion: 'Its folder must be there, have room, and be writable for the user that runs the portal.',
    cause,
  });
}
