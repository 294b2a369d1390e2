/**
 * Where the audit log stood at some moment: the number and the hash of its last record then. Kept where whoever can
 * write the database cannot, it shows when records were cut off the end or the whole chain was written anew.
 */
export type AuditAnchor = { sequence: number; hash: string };

/** In logs, in git and on the command line: `42:<hash>`. */
export function formatAnchor({ sequence, hash }: AuditAnchor): string {
  return `${sequence}:${hash}`;
}

const ANCHOR = /(?<![\w:])([1-9]\d{0,15}):([0-9a-f]{64})(?![\w:])/g;

/** Every anchor in a text, wherever it stands: a line of a log, a trailer of a commit, a file of anchors. */
export function anchorsIn(text: string): AuditAnchor[] {
  return [...text.matchAll(ANCHOR)].map(([, sequence, hash = '']) => ({ sequence: Number(sequence), hash }));
}
