import type { AuditEntry } from '#lib/domain/audit/audit.ts';
import type { GatewayRun } from '#lib/domain/gateway/run.ts';
import type { PortalContext } from '#lib/portal/context.ts';
import { recordAudit } from '#lib/portal/record-audit.ts';

type RunAudit = Pick<AuditEntry, 'action' | 'outcome'> & { detail?: Record<string, unknown> };

/** Writes the next state of a run and what the audit log says of it, together. */
export async function saveRun(context: PortalContext, next: GatewayRun, audit?: RunAudit): Promise<GatewayRun> {
  const { store, clock, gateway } = context.services;
  const written = await store.transaction(async (repositories) => {
    const saved = await repositories.gatewayRuns.update({ ...next, updatedAt: clock.now() });
    if (audit !== undefined) {
      await recordAudit(context, repositories, {
        subjectKind: 'gateway-run',
        subjectId: next.id,
        detail: {},
        ...audit,
      });
    }
    return saved;
  });
  gateway?.runUpdated(written);
  return written;
}
