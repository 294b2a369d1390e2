import { branchSha } from '../../git/refs.ts';
import { canMergeInto, mayAtLeast } from '../access/rights.ts';
import type { Instance } from '../instance.ts';
import { recordActivity } from '../repository/activity.ts';
import { moveBranch } from '../repository/move-branch.ts';
import { conflict, notAllowed, notFound } from '../rest/api-error.ts';
import { gitDirOf, pullsOf, repositoryById } from '../state/lookup.ts';
import type { PullRecord, RepositoryRecord, UserRecord } from '../state/model.ts';
import { gateOf } from './gates.ts';
import { type MergeStyle, STYLES } from './merge-styles.ts';
import { comment } from './timeline.ts';
import { isWorkInProgress } from './work-in-progress.ts';

export type MergeWish = {
  style: MergeStyle;
  /** The head that was looked at. */
  headSha: string | null;
  message: string;
  deletesBranch: boolean;
  /** Past the rule of the branch, for those who administer. */
  force: boolean;
};

/** MergePullRequest of routers/api/v1/repo/pull.go; the refusals come in its order. */
export function mergePull(instance: Instance, pull: PullRecord, user: UserRecord, wish: MergeWish): Promise<void> {
  return instance.repositories.exclusively(pull.repositoryId, async () => {
    const repository = repositoryById(instance.store.state, pull.repositoryId);
    await refuseUnready(instance, repository, pull, user, wish);
    await mergeLocked(instance, repository, pull, user, wish);
  });
}

/** CheckPullMergeable of services/pull/check.go. */
async function refuseUnready(
  instance: Instance,
  repository: RepositoryRecord,
  pull: PullRecord,
  user: UserRecord,
  wish: MergeWish,
): Promise<void> {
  if (pull.mergedSha !== null) {
    throw notAllowed('');
  }
  if (pull.isClosed) {
    throw notFound();
  }
  if (!canMergeInto(user, repository, pull.baseBranch)) {
    throw notAllowed('User not allowed to merge PR');
  }
  if (isWorkInProgress(pull)) {
    throw notAllowed('Work in progress PRs cannot be merged');
  }
  if (pull.check !== 'mergeable') {
    throw notAllowed('Please try again later');
  }
  const gate = await gateOf(instance, pull);
  if (gate !== null && !(wish.force && mayAtLeast(user, repository, 'admin'))) {
    throw notAllowed(`not allowed to merge [reason: ${gate}]`);
  }
  if (!STYLES[wish.style].isAllowed(repository.mergeSettings)) {
    throw notAllowed(`${wish.style} is not allowed an allowed merge style for this repository`);
  }
}

async function mergeLocked(
  instance: Instance,
  repository: RepositoryRecord,
  pull: PullRecord,
  user: UserRecord,
  wish: MergeWish,
): Promise<void> {
  const gitDir = gitDirOf(instance, repository);
  const [head, base] = await Promise.all([branchSha(gitDir, pull.headBranch), branchSha(gitDir, pull.baseBranch)]);
  if (head === null || base === null) {
    throw notFound();
  }
  if (wish.headSha !== null && wish.headSha !== head) {
    throw conflict('head out of date');
  }
  const after = await STYLES[wish.style].write({ instance, gitDir, user, head, base, message: wish.message });
  if (!(await moveBranch(instance, repository, user, { branch: pull.baseBranch, before: base, after }))) {
    throw conflict('merge push out of date');
  }
  markMerged(instance, pull, user, after);
  if (wish.deletesBranch && !isUsedElsewhere(instance, pull) && pull.headBranch !== repository.defaultBranch) {
    await moveBranch(instance, repository, user, { branch: pull.headBranch, before: head, after: null });
    comment(instance, pull, { userId: user.id, type: 'delete_branch', body: '' });
  }
}

function markMerged(instance: Instance, pull: PullRecord, user: UserRecord, sha: string): void {
  const now = instance.clock.now();
  Object.assign(pull, { isClosed: true, closedAt: now, mergedAt: now, mergedSha: sha, mergerId: user.id });
  comment(instance, pull, { userId: user.id, type: 'merge_pull', body: '', commitSha: sha });
  const about = { repositoryId: pull.repositoryId, userId: user.id, refName: '' };
  recordActivity(instance, about, 'merge_pull_request', `${pull.index}|${pull.title}`);
}

/** A branch that another pull request stands on is left alone. */
function isUsedElsewhere({ store: { state } }: Instance, { id, repositoryId, headBranch }: PullRecord): boolean {
  return pullsOf(state, repositoryId).some(
    (each) => each.id !== id && !each.isClosed && each.headBranch === headBranch,
  );
}
