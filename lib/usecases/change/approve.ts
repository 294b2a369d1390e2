import { z } from 'zod';
import { mayApprove, policiesFor } from '#lib/domain/approval/policy.ts';
import { type Change, isReviewable } from '#lib/domain/change/change.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { isClean } from '#lib/domain/guardrail/guardrail.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { parseInput } from '#lib/portal/parse-input.ts';
import { actOnForge } from '../session/act-on-forge.ts';
import { advanceChange, loadChange } from './advance.ts';
import { forgeRefusal } from './forge-refusal.ts';
import { saveChange } from './save.ts';

export const ApproveChangeInput = z.strictObject({
  changeId: z.string().max(100),
  /** The commit the reviewer looked at. */
  sha: z.string().regex(/^[0-9a-f]{40,64}$/),
  /** The reviewer says that they have read every file. */
  secondLook: z.boolean().default(false),
});

/**
 * A person's yes to exactly one commit. It is given on the forge with the person's own token first, so that the
 * forge's rights and its own log hold, and recorded here with the hash of what the commit changes.
 */
export async function approveChange(context: UserContext, input: unknown): Promise<Change> {
  const { services } = context;
  const { changeId, sha, secondLook } = parseInput(ApproveChangeInput, input);
  const subject = { subjectKind: 'change', subjectId: changeId } as const;
  await authorize(context, 'change.approve', subject);
  await advanceChange(services, changeId, context.requestId);
  await services.locks.run(`change:${changeId}`, async () => {
    const change = await loadChange(services, changeId);
    assertReviewable(change, sha);
    const policies = policiesFor(services.policies, change);
    const { forge, actor } = await actOnForge(context, 'change.approve', subject);
    try {
      // Who the forge takes them for: a name can be changed after a push, and a person can have two accounts here.
      const { id } = await forge.whoAmI();
      const permission = mayApprove(policies, change, { ...actor, secondLook, forgeUserId: id });
      if (!permission.allowed) {
        await refuse(context, change, permission.reason);
      }
      await forge.approve(change.repository.path, change.mergeRequest?.iid ?? 0, sha);
    } catch (error) {
      throw forgeRefusal(services, 'approve', error);
    }
    const at = services.clock.now();
    await saveChange(context, change, {
      audit: { action: 'change.approve', outcome: 'done', detail: { sha, diffHash: change.diffHash, secondLook } },
      also: ({ approvals }) =>
        approvals.create({
          id: services.newId(),
          changeId,
          approver: { accountId: actor.accountId, username: actor.username, name: actor.name },
          groups: actor.groups,
          sha,
          diffHash: change.diffHash ?? '',
          secondLook,
          at,
          droppedAt: null,
        }),
    });
  });
  return await advanceChange(services, changeId, context.requestId);
}

/** Throws unless the change is under review, at this commit, with guardrails that all ran and passed. */
export function assertReviewable(change: Change, sha: string): void {
  if (!isReviewable(change.phase)) {
    throw new PortalError('conflict', 'This change is not under review any more.', {
      suggestion: 'Its page shows where it stands now.',
    });
  }
  if (change.headSha !== sha) {
    throw new PortalError('conflict', 'A new commit arrived since you looked.', {
      suggestion: 'Look at what changed, then decide again.',
    });
  }
  if (change.report === null || change.report.sha !== sha || !isClean(change.report)) {
    throw new PortalError('refused', 'The guardrails have not passed this commit.', {
      suggestion: 'See the findings on the page of the change.',
    });
  }
}

async function refuse(context: UserContext, change: Change, reason: string): Promise<never> {
  await saveChange(context, change, { audit: { action: 'change.approve', outcome: 'refused', detail: { reason } } });
  throw new PortalError('refused', reason);
}
