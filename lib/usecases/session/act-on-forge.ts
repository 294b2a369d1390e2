import type { Action, UserActor } from '#lib/domain/actor/actor.ts';
import type { AuditEntry } from '#lib/domain/audit/audit.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { RepositoryRef } from '#lib/domain/repository/path.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { forgeOf } from '#lib/portal/forge-of.ts';
import type { Forge, ForgeHost } from '#lib/ports/forge.ts';
import { actorOf } from './authenticate.ts';
import { userForge } from './user-forge.ts';

/**
 * The forge of a repository with a person's own token, and the person with their groups as they are now: a session outlives its token,
 * and renewing the token asks the forge for the groups, which may not give the right any more that the request began with.
 */
export async function actOnForge(
  context: UserContext,
  action: Action,
  subject: Pick<AuditEntry, 'subjectKind' | 'subjectId'>,
  repository: RepositoryRef,
): Promise<{ forge: Forge; host: ForgeHost; actor: UserActor }> {
  const { services, actor: before } = context;
  const forge = await userForge(services, before.accountId, repository);
  const account = await services.store.accounts.findById(before.accountId);
  const actor = account === null ? null : actorOf(services, before.sessionId, account);
  if (actor === null) {
    throw new PortalError('not-permitted', 'None of your groups has a role in this portal any more.');
  }
  await authorize({ ...context, actor }, action, subject);
  return { forge, host: forgeOf(services, repository).host, actor };
}
