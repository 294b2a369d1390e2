import 'server-only';
import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { AuditRecord } from '#lib/domain/audit/audit.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { PortalContext } from '#lib/portal/context.ts';

/** About a millisecond's worth: the embedded database is read by the event loop itself. */
const BATCH = 100;

/** The whole audit log, oldest first, a batch at a time; it may be longer than memory. Administrators only. */
export async function exportAudit(context: PortalContext): Promise<AsyncGenerator<AuditRecord[]>> {
  await authorize(context, 'audit.view');
  const { audit } = context.services.store;
  return (async function* batches() {
    for (let next = 1; ; ) {
      const records = await audit.read(next, BATCH);
      const last = records.at(-1);
      if (last === undefined) {
        return;
      }
      yield records;
      await letOthersRun();
      next = last.sequence + 1;
    }
  })();
}
