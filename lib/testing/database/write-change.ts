import type { Store } from '#lib/ports/store.ts';
import { auditEntry } from '../audit-entry.ts';
import { change } from '../change.ts';

/** Writes a change and the audit record of it in one transaction, as the portal does, and gives the id of the change. */
export async function writeChange(store: Store, slot: string): Promise<string> {
  const made = change({ slot });
  await store.transaction(async ({ changes, audit }) => {
    await changes.create(made);
    await audit.append(auditEntry({ subjectId: made.id, outcome: 'intent' }));
  });
  return made.id;
}
