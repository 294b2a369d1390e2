import type { AuditAction, AuditEntry, AuditRecord } from '#lib/domain/audit/audit.ts';
import type { AuditRepository } from '#lib/ports/store.ts';
import type { AuditRecord as Row } from '#prisma/generated/sqlite/client.ts';
import { hashRecord, type LinkBefore, linkAfter } from '../audit/chain.ts';
import type { Database } from '../client.ts';
import { isUniqueViolation, WriteConflict } from '../database-error.ts';
import { fromJson } from '../json-column.ts';

function toRecord(row: Row): AuditRecord {
  const record = {
    ...row,
    at: row.at.getTime(),
    actorKind: row.actorKind as AuditEntry['actorKind'],
    action: row.action as AuditAction,
    subjectKind: row.subjectKind as AuditEntry['subjectKind'],
    outcome: row.outcome as AuditEntry['outcome'],
    detail: fromJson<Record<string, unknown>>(row.detail),
  };
  return { ...record, isIntact: hashRecord(record, record.sequence, record.previousHash) === record.hash };
}

/** The last record of the log as this process wrote it; null where the table has to be asked. */
export type AuditHead = { last: LinkBefore | null };

/**
 * @param lock keeps other writers of the log out until the transaction ends, so that numbers and hashes follow on
 * @param head where nobody else writes, the chain goes on from here: what is cut off the table behind the portal's back
 * leaves a gap
 */
export function createAuditRepository(
  db: Database,
  lock: () => Promise<void>,
  head: AuditHead | null,
): AuditRepository {
  return {
    async append(entry) {
      await lock();
      const last =
        head?.last ??
        (await db.auditRecord.findFirst({ orderBy: { sequence: 'desc' }, select: { sequence: true, hash: true } }));
      const stored = { ...entry, detail: JSON.stringify(entry.detail) };
      const link = linkAfter(last, stored);
      try {
        // Many of one: nothing has to be read back.
        await db.auditRecord.createMany({ data: [{ ...stored, ...link, at: new Date(entry.at) }] });
      } catch (error) {
        throw isUniqueViolation(error) ? new WriteConflict(error) : error;
      }
      if (head !== null) {
        head.last = link;
      }
      return { ...entry, ...link, isIntact: true };
    },
    async list({ beforeSequence, limit, subjectId }) {
      const rows = await db.auditRecord.findMany({
        where: {
          ...(beforeSequence === undefined ? {} : { sequence: { lt: beforeSequence } }),
          ...(subjectId === undefined ? {} : { subjectId }),
        },
        orderBy: { sequence: 'desc' },
        take: limit,
      });
      return rows.map(toRecord);
    },
    async read(fromSequence, limit) {
      const rows = await db.auditRecord.findMany({
        where: { sequence: { gte: fromSequence } },
        orderBy: { sequence: 'asc' },
        take: limit,
      });
      return rows.map(toRecord);
    },
  };
}
