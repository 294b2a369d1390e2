import type { AuditEntry, AuditRecord } from '#lib/domain/audit/audit.ts';
import type { Store } from '#lib/ports/store.ts';
import { auditEntry } from '../audit-entry.ts';
import { change } from '../change.ts';

/** Writes a change and the audit record of it in one transaction, as the portal does, and gives the record. */
export function writeChange(
  store: Store,
  slot: string,
  overrides: Partial<Omit<AuditEntry, 'subjectId'>> = {},
): Promise<AuditRecord> {
  const made = change({ slot });
  return store.transaction(async ({ changes, audit }) => {
    await changes.create(made);
    return await audit.append(auditEntry({ outcome: 'intent', ...overrides, subjectId: made.id }));
  });
}
