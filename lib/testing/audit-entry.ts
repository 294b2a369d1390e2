import type { AuditEntry } from '#lib/domain/audit/audit.ts';

/** That Dana opened a change, except for what the test says. */
export function auditEntry(overrides: Partial<AuditEntry> = {}): AuditEntry {
  return {
    at: 1_763_700_000_123,
    actorKind: 'user',
    actorId: 'account-dana',
    actorName: 'Dana Diaz',
    action: 'change.open',
    subjectKind: 'change',
    subjectId: 'change-1',
    outcome: 'done',
    detail: {},
    requestId: 'request-1',
    ...overrides,
  };
}
