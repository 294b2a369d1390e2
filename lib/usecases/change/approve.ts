import { z } from 'zod';
import type { UserActor } from '#lib/domain/actor/actor.ts';
import type { Approval } from '#lib/domain/approval/approval.ts';
import { mayApprove, policiesFor } from '#lib/domain/approval/policy.ts';
import { type Change, isReviewable } from '#lib/domain/change/change.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { isClean } from '#lib/domain/guardrail/guardrail.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { forgeUserIds } from '#lib/portal/linked-account.ts';
import { parseInput } from '#lib/portal/parse-input.ts';
import { watchedOf } from '#lib/portal/watched-repository.ts';
import { actOnForge } from '../session/act-on-forge.ts';
import { advanceChange, loadChange } from './advance.ts';
import { forgeRefusal, whoOnForge } from './forge-refusal.ts';
import { saveChange } from './save.ts';

export const ApproveChangeInput = z.strictObject({
  changeId: z.string().max(100),
  /** The commit the reviewer looked at. */
  sha: z.string().regex(/^[0-9a-f]{40,64}$/),
  /** What that commit brought, as the page showed it: the same commit brings something else when its target moves. */
  diffHash: z.string().max(100),
  /** The reviewer says that they have read every file. */
  secondLook: z.boolean().default(false),
});

/** Others may write to the same change in the same moment; not for ever. */
const MOST_ATTEMPTS = 5;

/**
 * A person's yes to exactly one commit. It is given on the forge with the person's own token first, so that the
 * forge's rights and its own log hold, and recorded here with the hash of what the commit changes.
 */
export async function approveChange(context: UserContext, input: unknown): Promise<Change> {
  const { services } = context;
  const { changeId, sha, secondLook, diffHash } = parseInput(ApproveChangeInput, input);
  const subject = { subjectKind: 'change', subjectId: changeId } as const;
  await authorize(context, 'change.approve', subject);
  watchedOf(services, await loadChange(services, changeId)).snapshots.invalidate();
  await advanceChange(services, changeId, context.requestId);
  await services.locks.run(`change:${changeId}`, async () => {
    for (let attempt = 1; !(await give(context, { changeId, sha, diffHash, secondLook })); attempt += 1) {
      if (attempt === MOST_ATTEMPTS) {
        throw new PortalError('conflict', 'The change goes on too fast to be approved just now.', {
          suggestion: 'Look at where it stands, then approve it again.',
        });
      }
    }
  });
  return await advanceChange(services, changeId, context.requestId);
}

/** Gives it, unless this person has given it already. False where another process took the change further meanwhile. */
async function give(
  context: UserContext,
  { changeId, sha, diffHash, secondLook }: { changeId: string; sha: string; diffHash: string; secondLook: boolean },
): Promise<boolean> {
  const { services } = context;
  const change = await loadChange(services, changeId);
  assertReviewable(change, sha);
  if (change.diffHash !== diffHash) {
    throw new PortalError(
      'conflict',
      `${change.targetBranch} has moved, so that this commit brings other things now.`,
      {
        suggestion: 'Look at what it brings, then decide again.',
      },
    );
  }
  const subject = { subjectKind: 'change', subjectId: changeId } as const;
  const { forge, host, actor } = await actOnForge(context, 'change.approve', subject, change.repository);
  const given = await services.store.approvals.listByChange(changeId);
  if (given.some((each) => isStanding(each, change) && each.approver.accountId === actor.accountId)) {
    return true;
  }
  // Who the forge takes them for: a name can be changed after a push, and a person can have two accounts here.
  const { id } = await whoOnForge(services, host, forge, 'approve');
  const policies = policiesFor(services.policies, change);
  const ids = [id, ...(await forgeUserIds(services, actor.accountId, host))];
  const permission = mayApprove(policies, change, { ...actor, secondLook, forgeUserIds: ids });
  if (!permission.allowed) {
    await refuse(context, change, permission.reason);
  }
  try {
    await forge.approve(change.repository.path, change.mergeRequest?.iid ?? 0, sha);
  } catch (error) {
    throw forgeRefusal(host, 'approve', error);
  }
  return await record(context, actor, change, { sha, secondLook });
}

async function record(
  context: UserContext,
  { accountId, username, name, groups }: UserActor,
  change: Change,
  { sha, secondLook }: { sha: string; secondLook: boolean },
): Promise<boolean> {
  const { services } = context;
  const { id: changeId, diffHash } = change;
  const approval = {
    id: services.newId(),
    changeId,
    approver: { accountId, username, name },
    groups,
    sha,
    diffHash: diffHash ?? '',
    secondLook,
    at: services.clock.now(),
    droppedAt: null,
  };
  try {
    // Whoever asked for changes and approves now has been satisfied.
    const objections = change.objections?.filter(({ by }) => by.accountId !== accountId);
    await saveChange(
      context,
      { ...change, ...(objections === undefined ? {} : { objections }) },
      {
        audit: { action: 'change.approve', outcome: 'done', detail: { sha, diffHash, secondLook } },
        also: ({ approvals }) => approvals.create(approval),
      },
    );
    return true;
  } catch (error) {
    if (error instanceof PortalError && error.code === 'conflict') {
      return false;
    }
    throw error;
  }
}

function isStanding({ sha, diffHash, droppedAt }: Approval, change: Change): boolean {
  return droppedAt === null && sha === change.headSha && diffHash === change.diffHash;
}

/** Throws unless the change is under review, at this commit. */
export function assertUnderReview(change: Change, sha: string): void {
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
}

/** Throws unless, besides, its guardrails all ran and passed. */
export function assertReviewable(change: Change, sha: string): void {
  assertUnderReview(change, sha);
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
