import type { AuditEntry, AuditRecord } from '#lib/domain/audit/audit.ts';
import { type LinkBefore, linkAfter } from '../audit/chain.ts';
import { WriteConflict } from '../database-error.ts';
import type { AuditHead } from '../repositories/audit.ts';
import type { Connection } from './connection.ts';
import type { SqliteDriver } from './driver.ts';
import { isUniqueViolation } from './driver-error.ts';
import { toStored } from './values.ts';

const COLUMNS = [
  'sequence',
  'at',
  'actorKind',
  'actorId',
  'actorName',
  'action',
  'subjectKind',
  'subjectId',
  'outcome',
  'detail',
  'requestId',
  'previousHash',
  'hash',
] as const;
const INSERT = `INSERT INTO "AuditRecord" (${COLUMNS.map((name) => `"${name}"`).join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')})`;
const LAST = 'SELECT "sequence", "hash" FROM "AuditRecord" ORDER BY "sequence" DESC LIMIT 1';

/**
 * Writes a record that belongs to no transaction: one prepared statement. Records are what a portal writes most, and
 * through Prisma each took ten times as long.
 */
export function createAuditAppend(driver: SqliteDriver, head: AuditHead): (entry: AuditEntry) => Promise<AuditRecord> {
  return (entry) =>
    driver.write((connection) => {
      const stored = { ...entry, detail: JSON.stringify(entry.detail) };
      const link = linkAfter(head.last ?? readLast(connection), stored);
      const row = { ...stored, ...link, at: new Date(entry.at) };
      try {
        connection.prepare(INSERT).run(...COLUMNS.map((name) => toStored(row[name], 'unknown')));
      } catch (error) {
        throw isUniqueViolation(error) ? new WriteConflict(error) : error;
      }
      head.last = link;
      return { ...entry, ...link, isIntact: true };
    });
}

function readLast(connection: Connection): LinkBefore | null {
  // An array: `setReturnArrays` is on.
  const [sequence, hash] = (connection.prepare(LAST).get() ?? []) as unknown as [number?, string?];
  return sequence === undefined || hash === undefined ? null : { sequence, hash };
}
