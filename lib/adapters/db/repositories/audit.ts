import type { AuditAction, AuditEntry, AuditRecord } from '#lib/domain/audit/audit.ts';
import type { AuditRepository } from '#lib/ports/store.ts';
import type { AuditRecord as Row } from '#prisma/generated/sqlite/client.ts';
import { CHAIN_START, hashRecord } from '../audit-chain.ts';
import type { Database } from '../client.ts';
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

/**
 * @param lock keeps other writers of the log out until the transaction ends, so that numbers and hashes follow on
 */
export function createAuditRepository(db: Database, lock: () => Promise<void>): AuditRepository {
  return {
    async append(entry) {
      await lock();
      const last = await db.auditRecord.findFirst({
        orderBy: { sequence: 'desc' },
        select: { sequence: true, hash: true },
      });
      const sequence = (last?.sequence ?? 0) + 1;
      const previousHash = last?.hash ?? CHAIN_START;
      const hash = hashRecord(entry, sequence, previousHash);
      await db.auditRecord.create({
        data: { ...entry, at: new Date(entry.at), detail: JSON.stringify(entry.detail), sequence, previousHash, hash },
      });
      return { ...entry, sequence, previousHash, hash, isIntact: true };
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
