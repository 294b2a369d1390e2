import { createHash } from 'node:crypto';
import type { AuditEntry } from '#lib/domain/audit/audit.ts';

/** What the first record takes for the hash before it. */
export const CHAIN_START = '0'.repeat(64);

/**
 * The hash of a record: SHA-256 over its number, the hash before it and every field in a fixed order, so that no
 * record can be edited, left out or moved without every later hash showing it.
 */
export function hashRecord(entry: AuditEntry, sequence: number, previousHash: string): string {
  const fields = [
    sequence,
    previousHash,
    entry.at,
    entry.actorKind,
    entry.actorId,
    entry.actorName,
    entry.action,
    entry.subjectKind,
    entry.subjectId,
    entry.outcome,
    JSON.stringify(entry.detail),
    entry.requestId,
  ];
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex');
}
