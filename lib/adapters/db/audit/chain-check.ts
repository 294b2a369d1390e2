import type { AuditAnchor } from '#lib/domain/audit/anchor.ts';
import type { AuditFinding } from '#lib/domain/audit/verdict.ts';
import { CHAIN_START, hashStored, type StoredEntry } from './chain.ts';

export type StoredRecord = StoredEntry & { sequence: number; previousHash: string; hash: string };

/** All that a record holds, in the order in which it is read. */
export const STORED_FIELDS = [
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
] as const satisfies readonly (keyof StoredRecord)[];

/** More than these tell nobody anything new. */
const MOST_FINDINGS = 20;

export type ChainCheck = {
  /** The next record in order. */
  take(record: StoredRecord): void;
  /** After the last one. */
  end(): { records: number; head: AuditAnchor | null; findings: AuditFinding[] };
};

/**
 * Follows the chain of the audit log record by record. By itself it finds what was edited, left out or moved; with
 * anchors also what was cut off the end, and a chain that was written anew.
 */
export function createChainCheck(anchors: readonly AuditAnchor[]): ChainCheck {
  const awaited = new Map<number, Set<string>>();
  for (const { sequence, hash } of anchors) {
    awaited.set(sequence, (awaited.get(sequence) ?? new Set()).add(hash));
  }
  const findings: AuditFinding[] = [];
  let records = 0;
  let last: AuditAnchor = { sequence: 0, hash: CHAIN_START };
  const find = (finding: AuditFinding) => {
    if (findings.length < MOST_FINDINGS) {
      findings.push(finding);
    }
  };
  return {
    take(record) {
      const { sequence, previousHash, hash } = record;
      if (sequence !== last.sequence + 1) {
        find({ kind: 'missing', sequence: last.sequence + 1, until: sequence - 1 });
      } else if (previousHash !== last.hash) {
        find({ kind: 'unchained', sequence });
      }
      if (hashStored(record, sequence, previousHash) !== hash) {
        find({ kind: 'edited', sequence });
      }
      for (const expected of awaited.get(sequence) ?? []) {
        if (expected !== hash) {
          find({ kind: 'rewritten', sequence });
        }
      }
      records += 1;
      last = { sequence, hash };
    },
    end() {
      const furthest = [...awaited.keys()].reduce((most, sequence) => Math.max(most, sequence), 0);
      if (furthest > last.sequence) {
        find({ kind: 'cut-off', sequence: last.sequence + 1, until: furthest });
      }
      return { records, head: records === 0 ? null : last, findings };
    },
  };
}
