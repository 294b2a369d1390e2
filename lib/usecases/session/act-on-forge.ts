import type { Action, UserActor } from '#lib/domain/actor/actor.ts';
import type { AuditEntry } from '#lib/domain/audit/audit.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { UserContext } from '#lib/portal/context.ts';
import type { Forge } from '#lib/ports/forge.ts';
import { actorOf } from './authenticate.ts';
import { userForge } from './user-forge.ts';

/**
 * The forge with a person's own token, and the person with their groups as they are now: a session outlives its token,
 * and renewing the token asks the forge for the groups, which may not give the right any more that the request began with.
 */
export async function actOnForge(
  context: UserContext,
  action: Action,
  subject: Pick<AuditEntry, 'subjectKind' | 'subjectId'>,
): Promise<{ forge: Forge; actor: UserActor }> {
  const { services, actor: before } = context;
  const forge = await userForge(services, before.accountId);
  const account = await services.store.accounts.findById(before.accountId);
  const actor = account === null ? null : actorOf(services, before.sessionId, account);
  if (actor === null) {
    throw new PortalError('not-permitted', 'None of your groups has a role in this portal any more.');
  }
  await authorize({ ...context, actor }, action, subject);
  return { forge, actor };
}
