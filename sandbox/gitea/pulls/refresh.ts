import { listCommits } from '../../git/commits.ts';
import { rawDiff } from '../../git/diff.ts';
import { isAncestor, mergeBase, updateRefs, ZERO_SHA } from '../../git/refs.ts';
import { protectionOf } from '../access/rights.ts';
import type { Instance } from '../instance.ts';
import { gitDirOf, repositoryById } from '../state/lookup.ts';
import type { PendingPush, PullRecord } from '../state/model.ts';
import { startCheck } from './check.ts';
import { comment, setClosed } from './timeline.ts';

/** What a push changes of open pull requests: AddTestPullRequestTask of services/pull/pull.go. */
export async function refreshPulls(instance: Instance, push: PendingPush): Promise<void> {
  const open = instance.store.state.pulls.filter(
    ({ repositoryId, isClosed }) => repositoryId === push.repositoryId && !isClosed,
  );
  for (const pull of open) {
    if (pull.headBranch === push.branch) {
      await takeHead(instance, pull, push);
    } else if (pull.baseBranch === push.branch && push.after !== ZERO_SHA) {
      startCheck(instance, pull);
    }
  }
}

async function takeHead(instance: Instance, pull: PullRecord, push: PendingPush): Promise<void> {
  if (push.after === ZERO_SHA) {
    setClosed(instance, pull, push.userId, true);
    return;
  }
  const before = pull.headSha;
  if (before === push.after) {
    return;
  }
  await movePullRef(instance, pull, push.after);
  await tellPush(instance, pull, push, before);
  await judgeReviews(instance, pull, before);
  pull.updatedAt = instance.clock.now();
  startCheck(instance, pull);
}

/** Gitea's own ref keeps the commits when the branch is gone. */
export async function movePullRef(instance: Instance, pull: PullRecord, sha: string): Promise<void> {
  const gitDir = gitDirOf(instance, repositoryById(instance.store.state, pull.repositoryId));
  const before = pull.headSha === '' ? ZERO_SHA : pull.headSha;
  await updateRefs(gitDir, [{ ref: `refs/pull/${pull.index}/head`, before, after: sha }]);
  pull.headSha = sha;
  instance.store.changed();
}

/** Who pushed what; a forced push has the two ends, any other the commits, oldest first. */
async function tellPush(instance: Instance, pull: PullRecord, push: PendingPush, before: string): Promise<void> {
  const gitDir = gitDirOf(instance, repositoryById(instance.store.state, pull.repositoryId));
  const isForced = !(await isAncestor(gitDir, before, push.after));
  const commits = isForced ? [] : await listCommits(gitDir, { revisions: [push.after, `^${before}`] });
  const ids = isForced ? [before, push.after] : commits.map(({ sha }) => sha).toReversed();
  const body = JSON.stringify({ is_force_push: isForced, commit_ids: ids });
  comment(instance, pull, { userId: push.userId, type: 'pull_push', body });
}

/** Reviews of another difference are stale, and are dismissed where the rule of the branch says so. */
async function judgeReviews(instance: Instance, pull: PullRecord, before: string): Promise<void> {
  const { state } = instance.store;
  const repository = repositoryById(state, pull.repositoryId);
  const isChanged = await bringsAnother(instance, pull, before);
  const dismisses = protectionOf(repository, pull.baseBranch)?.dismissStaleApprovals === true;
  for (const review of state.reviews) {
    if (review.repositoryId === pull.repositoryId && review.index === pull.index) {
      review.isStale = review.commitSha !== pull.headSha && (review.isStale || isChanged);
      review.isDismissed ||= isChanged && dismisses && review.state === 'APPROVED';
    }
  }
}

/** checkIfPRContentChanged: whether a pull request brought something else when its head was another commit. */
export async function bringsAnother(instance: Instance, pull: PullRecord, sha: string): Promise<boolean> {
  const gitDir = gitDirOf(instance, repositoryById(instance.store.state, pull.repositoryId));
  const bring = async (head: string) => {
    const base = await mergeBase(gitDir, [`refs/heads/${pull.baseBranch}`, head]);
    return base === null ? null : await rawDiff(gitDir, base, head);
  };
  const [then, now] = [await bring(sha), await bring(pull.headSha)];
  return then === null || now === null || !then.equals(now);
}
