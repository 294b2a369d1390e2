import type { AuditEntry, AuditRecord } from '#lib/domain/audit/audit.ts';
import type { Repositories } from '#lib/ports/store.ts';
import type { PortalContext } from './context.ts';

type What = Pick<AuditEntry, 'action' | 'subjectKind' | 'subjectId' | 'outcome' | 'detail'>;

/** Appends to the audit log, with who and when from the context. Give it the repositories of the transaction that does the thing. */
export function recordAudit(
  { actor, requestId, services }: PortalContext,
  { audit }: Pick<Repositories, 'audit'>,
  what: What,
): Promise<AuditRecord> {
  return audit.append({
    at: services.clock.now(),
    actorKind: actor.kind,
    actorId: actor.kind === 'user' ? actor.accountId : actor.name,
    actorName: actor.kind === 'user' ? actor.username : actor.name,
    requestId,
    ...what,
  });
}
