import { z } from 'zod';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { parseInput } from '#lib/portal/parse-input.ts';
import { recordAudit } from '#lib/portal/record-audit.ts';

export const RevokeTokenInput = z.strictObject({ tokenId: z.string().max(100) });

/** Nothing can use it any more. Of other people's tokens nobody learns whether they are there. */
export async function revokeToken(context: UserContext, input: unknown): Promise<{ id: string }> {
  const { tokenId } = parseInput(RevokeTokenInput, input);
  await authorize(context, 'token.revoke', { subjectKind: 'api-token', subjectId: tokenId });
  await context.services.store.transaction(async (repositories) => {
    if (!(await repositories.apiTokens.remove(tokenId, context.actor.accountId))) {
      throw new PortalError('not-found', 'You have no such token.');
    }
    await recordAudit(context, repositories, {
      action: 'token.revoke',
      subjectKind: 'api-token',
      subjectId: tokenId,
      outcome: 'done',
      detail: {},
    });
  });
  return { id: tokenId };
}
