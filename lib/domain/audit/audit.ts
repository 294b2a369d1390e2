import type { Action } from '../actor/actor.ts';

/** `session.sign-in` has no actor yet that could be asked for a right, so it is no `Action`. */
export type AuditAction =
  | Action
  | 'session.sign-in'
  | 'account.unlink'
  | 'change.opened'
  | 'change.adopted'
  | 'change.request-changes'
  | 'change.head-moved'
  | 'change.merged'
  | 'change.delivered'
  | 'change.failed'
  | 'gateway.written'
  | 'gateway.note';

export type AuditEntry = {
  at: number;
  actorKind: 'user' | 'system';
  /** The account's id, or the name of the part of the portal that acted. */
  actorId: string;
  actorName: string;
  action: AuditAction;
  subjectKind: 'change' | 'session' | 'account' | 'application' | 'gateway-run' | 'review' | 'api-token';
  subjectId: string;
  /** `intent` is written before another system is asked, `done` or `refused` or `failed` after. */
  outcome: 'intent' | 'done' | 'refused' | 'failed';
  /** Small, without secrets. */
  detail: Record<string, unknown>;
  requestId: string;
};

/** An entry in its place in the chain: `hash` covers the entry, its number and the hash before it. */
export type AuditRecord = AuditEntry & {
  sequence: number;
  previousHash: string;
  hash: string;
  /** Whether the hash is still that of the record: false where somebody wrote past the portal. */
  isIntact: boolean;
};
