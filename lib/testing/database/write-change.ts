import type { Store } from '#lib/ports/store.ts';
import { auditEntry } from '../audit-entry.ts';
import { change } from '../change.ts';

/** What a writer knows once it was told that something is written. */
export type Acknowledged = { changeId: string; sequence: number; hash: string };

/** A change and the audit record of it, in one transaction, as the portal writes them. */
export async function writeChange(store: Store, slot: string): Promise<Acknowledged> {
  const made = change({ slot });
  const { sequence, hash } = await store.transaction(async ({ changes, audit }) => {
    await changes.create(made);
    return await audit.append(auditEntry({ subjectId: made.id, outcome: 'intent' }));
  });
  return { changeId: made.id, sequence, hash };
}
