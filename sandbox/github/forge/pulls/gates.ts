import { branchSha, isAncestor } from '../../../git/refs.ts';
import { mayAtLeast } from '../access.ts';
import type { ForgeInstance } from '../instance.ts';
import { gitDirOf, repositoryById, userById } from '../state/lookup.ts';
import type { CheckRunRecord, ProtectionRecord, PullRecord, ReviewRecord } from '../state/model.ts';
import { latestStatuses } from './statuses.ts';

export function reviewsOf({ store: { state } }: ForgeInstance, pull: PullRecord): ReviewRecord[] {
  return state.reviews.filter((each) => each.repositoryId === pull.repositoryId && each.number === pull.number);
}

export function checkRunsOf({ store: { state } }: ForgeInstance, repositoryId: number, sha: string): CheckRunRecord[] {
  return state.checkRuns.filter((each) => each.repositoryId === repositoryId && each.sha === sha);
}

/** Why the rule of the target branch does not let it be merged, in GitHub's words; null where it does. */
export async function gateOf(
  instance: ForgeInstance,
  pull: PullRecord,
): Promise<{ state: 'blocked' | 'behind'; words: string } | null> {
  const repository = repositoryById(instance.store.state, pull.repositoryId);
  const rule = repository.protections.find(({ branch }) => branch === pull.baseBranch);
  if (rule === undefined) {
    return null;
  }
  const missing = missingContext(instance, pull, rule);
  if (missing !== null) {
    return { state: 'blocked', words: missing };
  }
  if (approvals(instance, pull) < rule.requiredApprovals) {
    const words = `At least ${rule.requiredApprovals} approving review is required by reviewers with write access.`;
    return { state: 'blocked', words };
  }
  const gitDir = gitDirOf(instance, repository);
  const base = await branchSha(gitDir, pull.baseBranch);
  const isBehind = rule.isStrict && base !== null && !(await isAncestor(gitDir, base, pull.headSha));
  return isBehind ? { state: 'behind', words: 'Head branch is out of date.' } : null;
}

/** A context is a status or a check run of that name. */
function missingContext(instance: ForgeInstance, pull: PullRecord, rule: ProtectionRecord): string | null {
  const statuses = latestStatuses(instance, pull.repositoryId, pull.headSha);
  const runs = checkRunsOf(instance, pull.repositoryId, pull.headSha);
  const told = new Map([
    ...statuses.map(({ context, state }) => [context, state] as const),
    ...runs.map(({ name, status, conclusion }) => [name, status === 'completed' ? conclusion : 'pending'] as const),
  ]);
  const context = rule.requiredContexts.find(
    (name) => !['success', 'neutral', 'skipped'].includes(told.get(name) ?? ''),
  );
  if (context === undefined) {
    return null;
  }
  const words = { failure: 'is failing', error: 'is failing', pending: 'is pending' }[told.get(context) ?? ''];
  return `Required status check "${context}" ${words ?? 'is expected'}.`;
}

/** The last word of each who may write counts, where it is no comment. */
function approvals(instance: ForgeInstance, pull: PullRecord): number {
  const { state } = instance.store;
  const last = new Map<number, string>();
  for (const review of reviewsOf(instance, pull)) {
    if (!['COMMENTED', 'PENDING'].includes(review.state)) {
      last.set(review.userId, review.state);
    }
  }
  const repository = repositoryById(state, pull.repositoryId);
  return [...last].filter(
    ([userId, word]) => word === 'APPROVED' && mayAtLeast(userById(state, userId), repository, 'push'),
  ).length;
}

/** `mergeable_state`, as a pull request is shown with it. */
export async function mergeableState(instance: ForgeInstance, pull: PullRecord): Promise<string> {
  if (pull.isClosed || pull.isMergeable === null) {
    return 'unknown';
  }
  if (!pull.isMergeable) {
    return 'dirty';
  }
  if (pull.isDraft) {
    return 'draft';
  }
  const gate = await gateOf(instance, pull);
  if (gate !== null) {
    return gate.state;
  }
  const isUneven =
    latestStatuses(instance, pull.repositoryId, pull.headSha).some(({ state }) => state !== 'success') ||
    checkRunsOf(instance, pull.repositoryId, pull.headSha).some(({ conclusion }) => conclusion !== 'success');
  return isUneven ? 'unstable' : 'clean';
}
