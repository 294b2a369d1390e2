import type { AuditEntry } from '#lib/domain/audit/audit.ts';
import type { Change } from '#lib/domain/change/change.ts';
import type { PortalContext } from '#lib/portal/context.ts';
import { recordAudit } from '#lib/portal/record-audit.ts';
import type { Repositories } from '#lib/ports/store.ts';

export type ChangeAudit = Pick<AuditEntry, 'action' | 'outcome'> & { detail?: Record<string, unknown> };

export type SaveOptions = {
  audit?: ChangeAudit;
  /** More that belongs to the same step, in the same transaction. */
  also?: (repositories: Repositories) => Promise<void>;
};

/** Writes the next state of a change and what the audit log says of it, together, and tells who looks at it. */
export async function saveChange(context: PortalContext, next: Change, options: SaveOptions = {}): Promise<Change> {
  const { services } = context;
  const saved = await services.store.transaction(async (repositories) => {
    const updated = await repositories.changes.update({ ...next, updatedAt: services.clock.now() });
    await options.also?.(repositories);
    if (options.audit !== undefined) {
      await recordAudit(context, repositories, {
        subjectKind: 'change',
        subjectId: next.id,
        detail: {},
        ...options.audit,
      });
    }
    return updated;
  });
  services.changeUpdated(saved);
  return saved;
}
