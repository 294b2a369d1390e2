import { resolve } from 'node:path';
import { loadPlaces, type Places } from '#lib/config/load.ts';
import { UsageError } from '../flags/usage-error.ts';

const ROOT = new URL('../../..', import.meta.url).pathname;

export const MIGRATIONS_DIR = `${ROOT}prisma/migrations`;

export function ownPlaces(): Places {
  return loadPlaces(process.env, process.cwd());
}

/** A path as who called the command means it: npm runs commands in the root of the package. */
export function asCalled(path: string): string {
  return resolve(process.env.INIT_CWD ?? process.cwd(), path);
}

/** The file of an embedded database. Throws UsageError that says what to do for a server instead. */
export function embeddedFile(database: string, instead: string): string {
  if (!database.startsWith('file:')) {
    throw new UsageError(`The database is on a PostgreSQL server, which has its own tools:\n\n  ${instead}`);
  }
  return database.slice('file:'.length);
}
