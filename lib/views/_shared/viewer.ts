import { isAllowed } from '#lib/domain/actor/actor.ts';
import type { Viewer } from '#lib/domain/inbox/row.ts';
import type { UserContext } from '#lib/portal/context.ts';

/** Who looks, as lists need it to tell what waits for this person. */
export function viewerOf({ actor }: Pick<UserContext, 'actor'>): Viewer {
  const { accountId, username, name, groups } = actor;
  return { accountId, username, name, groups, canApprove: isAllowed(actor, 'change.approve') };
}
