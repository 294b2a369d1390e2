import { hash } from 'node:crypto';
import type { AuditEntry } from '#lib/domain/audit/audit.ts';

/** What the first record takes for the hash before it. */
export const CHAIN_START = '0'.repeat(64);

/** An entry as the table has it: what it tells besides is a text already. */
export type StoredEntry = Omit<AuditEntry, 'detail' | 'action' | 'actorKind' | 'subjectKind' | 'outcome'> & {
  action: string;
  actorKind: string;
  subjectKind: string;
  outcome: string;
  detail: string;
};

/**
 * The hash of a record: SHA-256 over its number, the hash before it and every field in a fixed order, so that no
 * record can be edited, left out or moved without every later hash showing it.
 */
export function hashStored(entry: StoredEntry, sequence: number, previousHash: string): string {
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
    entry.detail,
    entry.requestId,
  ];
  return hash('sha256', JSON.stringify(fields));
}

/** The place of a record in the chain. */
export type Link = { sequence: number; previousHash: string; hash: string };
export type LinkBefore = Pick<Link, 'sequence' | 'hash'>;

/** Where an entry stands that comes after `last`; null before the first. */
export function linkAfter(last: LinkBefore | null, entry: StoredEntry): Link {
  const sequence = (last?.sequence ?? 0) + 1;
  const previousHash = last?.hash ?? CHAIN_START;
  return { sequence, previousHash, hash: hashStored(entry, sequence, previousHash) };
}

export function hashRecord(entry: AuditEntry, sequence: number, previousHash: string): string {
  return hashStored({ ...entry, detail: JSON.stringify(entry.detail) }, sequence, previousHash);
}
