import { type Action, isAllowed, leastRole } from '#lib/domain/actor/actor.ts';
import type { AuditEntry } from '#lib/domain/audit/audit.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { PortalContext } from './context.ts';
import { recordAudit } from './record-audit.ts';

/**
 * The first line of every use case and view: throws `not-permitted` when the actor may not. A refused write is
 * written to the audit log; a refused look is not, because looking is not recorded either.
 */
export async function authorize(
  context: PortalContext,
  action: Action,
  subject?: Pick<AuditEntry, 'subjectKind' | 'subjectId'>,
): Promise<void> {
  if (isAllowed(context.actor, action)) {
    return;
  }
  if (subject !== undefined) {
    await recordAudit(context, context.services.store, { action, ...subject, outcome: 'refused', detail: {} });
  }
  throw new PortalError('not-permitted', `Your role does not allow this: it takes the role "${leastRole(action)}".`, {
    suggestion: 'Ask an administrator of the portal to add you to a group with that role.',
  });
}
