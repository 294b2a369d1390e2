import type { Approval } from '#lib/domain/approval/approval.ts';
import { type PolicyState, policiesFor, policyStates } from '#lib/domain/approval/policy.ts';
import type { Change } from '#lib/domain/change/change.ts';
import type { Services } from '#lib/portal/context.ts';
import { findForge } from '#lib/portal/forge-of.ts';
import { forgeUserIds } from '#lib/portal/linked-account.ts';

/**
 * How far a change is with each policy, by what is known now of who pushed to it: it may have come out since an approval that its
 * giver is known there by another name as well.
 */
export async function standingStates(services: Services, change: Change): Promise<PolicyState[]> {
  const matching = policiesFor(services.policies, change);
  const approvals = await services.store.approvals.listByChange(change.id);
  const counted: Approval[] = [];
  for (const approval of approvals) {
    if (matching.every(({ solo }) => solo) || !(await hasPushed(services, change, approval))) {
      counted.push(approval);
    }
  }
  return policyStates(matching, change, counted);
}

async function hasPushed(services: Services, change: Change, { approver }: Approval): Promise<boolean> {
  const host = findForge(services, change.repository)?.host;
  const ids = host === undefined ? [] : await forgeUserIds(services, approver.accountId, host);
  return ids.some((id) => change.contributorIds.includes(id));
}
