import { z } from 'zod';
import { isReviewable } from '#lib/domain/change/change.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { parseInput } from '#lib/portal/parse-input.ts';
import { recordAudit } from '#lib/portal/record-audit.ts';
import { actOnForge } from '../session/act-on-forge.ts';
import { loadChange } from './advance.ts';
import { forgeRefusal, whoOnForge } from './forge-refusal.ts';

export const RebaseChangeInput = z.strictObject({ changeId: z.string().max(100) });

/**
 * Has the forge put the commits of a change onto the end of its target branch, with the person's own account. The new commit is
 * looked at as every other: approvals fall, and who rebased counts among those who pushed.
 */
export async function rebaseChange(context: UserContext, input: unknown): Promise<{ id: string }> {
  const { services } = context;
  const { changeId } = parseInput(RebaseChangeInput, input);
  const subject = { subjectKind: 'change', subjectId: changeId } as const;
  await authorize(context, 'change.rebase', subject);
  const { phase, mergeRequest, repository, headSha } = await loadChange(services, changeId);
  if (!isReviewable(phase) || mergeRequest === null) {
    throw new PortalError('conflict', 'Only a change that is under review can be rebased.');
  }
  const { forge, host } = await actOnForge(context, 'change.rebase', subject, repository);
  await whoOnForge(services, host, forge, 'rebase');
  const detail = { sha: headSha };
  await recordAudit(context, services.store, { action: 'change.rebase', ...subject, outcome: 'intent', detail });
  await forge.rebase(repository.path, mergeRequest.iid).catch((error: unknown) => {
    throw forgeRefusal(host, 'rebase', error);
  });
  return { id: changeId };
}
