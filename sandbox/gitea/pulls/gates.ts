import { isAncestor } from '../../git/refs.ts';
import { protectionOf } from '../access/rights.ts';
import type { Instance } from '../instance.ts';
import { gitDirOf, repositoryById } from '../state/lookup.ts';
import type { ProtectionRecord, PullRecord, ReviewRecord } from '../state/model.ts';
import { latestStatuses } from './statuses.ts';

/**
 * Why the rule of the target branch does not let it be merged; null where it does. The order and the words are those of
 * CheckPullBranchProtections in services/pull/merge.go.
 */
export async function gateOf(instance: Instance, pull: PullRecord): Promise<string | null> {
  const repository = repositoryById(instance.store.state, pull.repositoryId);
  const rule = protectionOf(repository, pull.baseBranch);
  if (rule === null) {
    return null;
  }
  if (!statusesPass(instance, pull, rule)) {
    return 'Not all required status checks successful';
  }
  const reviews = reviewsOf(instance, pull).filter(({ isOfficial, isDismissed }) => isOfficial && !isDismissed);
  if (reviews.filter(({ state }) => state === 'APPROVED').length < rule.requiredApprovals) {
    return 'Does not have enough approvals';
  }
  if (rule.blockOnRejectedReviews && reviews.some(({ state }) => state === 'REQUEST_CHANGES')) {
    return 'There are requested changes';
  }
  const base = `refs/heads/${pull.baseBranch}`;
  if (rule.blockOnOutdatedBranch && !(await isAncestor(gitDirOf(instance, repository), base, pull.headSha))) {
    return 'The head branch is behind the base branch';
  }
  return null;
}

export function reviewsOf({ store: { state } }: Instance, { repositoryId, index }: PullRecord): ReviewRecord[] {
  return state.reviews.filter((each) => each.repositoryId === repositoryId && each.index === index);
}

/** Every context that is asked for is there and succeeded; without a list all that are there have. */
function statusesPass(instance: Instance, pull: PullRecord, { statusCheckContexts }: ProtectionRecord): boolean {
  if (statusCheckContexts === null) {
    return true;
  }
  const latest = latestStatuses(instance, pull.repositoryId, pull.headSha);
  const wanted = statusCheckContexts.length === 0 ? latest.map(({ context }) => context) : statusCheckContexts;
  return wanted.every((name) => {
    const fits = (context: string) => (name.endsWith('*') ? context.startsWith(name.slice(0, -1)) : context === name);
    const found = latest.filter(({ context }) => fits(context));
    return found.length > 0 && found.every(({ state }) => state === 'success');
  });
}
