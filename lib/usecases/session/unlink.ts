import { z } from 'zod';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { linkableForge } from '#lib/portal/linkable-forges.ts';
import { takeCredentials } from '#lib/portal/linked-account.ts';
import { parseInput } from '#lib/portal/parse-input.ts';
import { recordAudit } from '#lib/portal/record-audit.ts';
import { giveBack } from './give-back.ts';

export const UnlinkAccountInput = z.strictObject({ forge: z.string().max(100) });

/**
 * Forgets the tokens of a linked account, and takes them back at its forge. Whose account it is stays known: what was pushed with
 * it stays theirs, whichever account they link next.
 */
export async function unlinkAccount(context: UserContext, input: unknown): Promise<{ forge: string }> {
  const { services, actor } = context;
  const { forge } = parseInput(UnlinkAccountInput, input);
  const subject = { subjectKind: 'account', subjectId: actor.accountId } as const;
  await authorize(context, 'account.link', subject);
  const { host, provider } = linkableForge(services, forge);
  const credentials = await services.store.transaction(async (repositories) => {
    const taken = await takeCredentials(repositories, actor.accountId, host);
    if (taken.length === 0) {
      throw new PortalError('conflict', `You have no account on ${host.name} linked.`);
    }
    await recordAudit(context, repositories, {
      action: 'account.unlink',
      ...subject,
      outcome: 'done',
      detail: { forge },
    });
    return taken;
  });
  for (const credential of credentials) {
    const { accountId } = credential;
    await giveBack(services, provider, credential, 'tokens could not be revoked at the forge', { accountId });
  }
  return { forge };
}
