import { listCommits } from '../../git/commits.ts';
import { branchSha, mergeBase } from '../../git/refs.ts';
import type { Instance } from '../instance.ts';
import { recordActivity } from '../repository/activity.ts';
import { conflict, notFound, unprocessable } from '../rest/api-error.ts';
import { gitDirOf, pullsOf } from '../state/lookup.ts';
import type { PullRecord, RepositoryRecord, UserRecord } from '../state/model.ts';
import { startCheck } from './check.ts';
import { movePullRef } from './refresh.ts';
import { comment } from './timeline.ts';

export type PullWish = { title: string; body: string; head: string; base: string; labelIds: readonly number[] };

/** Opens a pull request; one at a time, so that two wishes for the same branches make one. */
export function openPull(
  instance: Instance,
  repository: RepositoryRecord,
  user: UserRecord,
  wish: PullWish,
): Promise<PullRecord> {
  return instance.repositories.exclusively(repository.id, async () => {
    const gitDir = gitDirOf(instance, repository);
    const [head, base] = await Promise.all([branchSha(gitDir, wish.head), branchSha(gitDir, wish.base)]);
    if (head === null || base === null) {
      throw notFound();
    }
    if (wish.head === wish.base) {
      throw unprocessable('Invalid PullRequest: There are no changes between the head and the base');
    }
    refuseSecond(instance, repository, wish);
    const pull = newPull(instance, repository, user, wish);
    instance.store.state.pulls.push(pull);
    await movePullRef(instance, pull, head);
    pull.mergeBase = await mergeBase(gitDir, [base, head]);
    await tellCommits(instance, pull, gitDir, base);
    recordActivity(
      instance,
      { repositoryId: repository.id, userId: user.id, refName: '' },
      'create_pull_request',
      `${pull.index}|${pull.title}`,
    );
    startCheck(instance, pull);
    return pull;
  });
}

function newPull(instance: Instance, repository: RepositoryRecord, user: UserRecord, wish: PullWish): PullRecord {
  const now = instance.clock.now();
  return {
    id: instance.store.nextId('pull'),
    repositoryId: repository.id,
    index: instance.store.nextId(`issue of ${repository.id}`),
    authorId: user.id,
    title: wish.title,
    body: wish.body,
    isClosed: false,
    headBranch: wish.head,
    baseBranch: wish.base,
    headSha: '',
    mergeBase: null,
    check: 'checking',
    mergedSha: null,
    mergerId: null,
    mergedAt: null,
    closedAt: null,
    labelIds: repository.labels.filter(({ id }) => wish.labelIds.includes(id)).map(({ id }) => id),
    createdAt: now,
    updatedAt: now,
  };
}

/** The text is that of ErrPullRequestAlreadyExists in models/issues/pull.go. */
function refuseSecond(instance: Instance, { id }: RepositoryRecord, wish: PullWish): void {
  const open = pullsOf(instance.store.state, id).find(
    ({ isClosed, headBranch, baseBranch }) => !isClosed && headBranch === wish.head && baseBranch === wish.base,
  );
  if (open !== undefined) {
    throw conflict(
      `pull request already exists for these targets [id: ${open.id}, issue_id: ${open.index}, head_repo_id: ${id}, base_repo_id: ${id}, head_branch: ${wish.head}, base_branch: ${wish.base}]`,
    );
  }
}

/** The commits that it begins with stand in its timeline as pushed by whoever opened it, who need not have pushed them. */
async function tellCommits(instance: Instance, pull: PullRecord, gitDir: string, base: string): Promise<void> {
  const commits = await listCommits(gitDir, { revisions: [pull.headSha, `^${base}`] });
  if (commits.length > 0) {
    const ids = commits.map(({ sha }) => sha).toReversed();
    const body = JSON.stringify({ is_force_push: false, commit_ids: ids });
    comment(instance, pull, { userId: pull.authorId, type: 'pull_push', body });
  }
}
