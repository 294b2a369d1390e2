import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PortalError } from '#lib/domain/error/portal-error.ts';

export type Migration = { name: string; sql: string; checksum: string };
/** A row of the table that says what was applied. */
export type Applied = { migration_name: string; checksum: string };

/** The table Prisma's own `migrate deploy` keeps, so that either can go on where the other stopped. */
export const MIGRATIONS_TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMP,
  "migration_name" VARCHAR(255) NOT NULL, "logs" TEXT, "rolled_back_at" TIMESTAMP,
  "started_at" TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`;

export const SELECT_APPLIED =
  'SELECT "migration_name", "checksum" FROM "_prisma_migrations" WHERE "finished_at" IS NOT NULL AND "rolled_back_at" IS NULL';

/** In the order of their names, which is that of their making. */
export function readMigrations(dir: string): Migration[] {
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const sql = readFileSync(join(dir, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** What is still to be applied. Throws PortalError when the database is newer, or knows another text of a migration. */
export function pendingMigrations(migrations: readonly Migration[], applied: readonly Applied[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { migration_name: name, checksum } of applied) {
    const migration = known.get(name);
    if (migration === undefined) {
      throw new PortalError('unavailable', `The database has the migration ${name}, which this build does not know.`, {
        suggestion:
          'It was used by a newer Portolan. Start that version, or restore the backup from before the upgrade.',
      });
    }
    if (migration.checksum !== checksum) {
      throw new PortalError('unavailable', `The migration ${name} was changed after it was applied to this database.`, {
        suggestion: 'Restore the original migration file; changes belong in a new migration.',
      });
    }
  }
  const done = new Set(applied.map(({ migration_name }) => migration_name));
  return migrations.filter(({ name }) => !done.has(name));
}
