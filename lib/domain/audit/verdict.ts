import type { AuditAnchor } from './anchor.ts';

/** What is not as it was written. */
export type AuditFinding =
  | { kind: 'edited' | 'unchained' | 'rewritten'; sequence: number }
  | { kind: 'missing' | 'cut-off'; sequence: number; until: number };

export type AuditVerdict = {
  records: number;
  /** The last record; null where there is none. */
  head: AuditAnchor | null;
  findings: AuditFinding[];
};

/** A finding as a sentence. */
export function findingText(finding: AuditFinding): string {
  const { sequence } = finding;
  switch (finding.kind) {
    case 'edited':
      return `Record ${sequence} was changed after it was written: its hash is not that of what it says.`;
    case 'unchained':
      return `Record ${sequence} does not follow the record before it: one of the two is not the one that was written.`;
    case 'rewritten':
      return `Record ${sequence} is not the one that the anchor saw: the log was written anew up to there, or further.`;
    case 'missing':
      return `${rangeOf(sequence, finding.until)} missing.`;
    case 'cut-off':
      return `${rangeOf(sequence, finding.until)} missing at the end: the anchor saw them.`;
  }
}

function rangeOf(from: number, until: number): string {
  return from === until ? `Record ${from} is` : `Records ${from} to ${until} are`;
}
