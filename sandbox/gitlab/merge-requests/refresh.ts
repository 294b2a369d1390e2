import { listCommits } from '../../git/commits.ts';
import { branchSha, isAncestor, ZERO_SHA } from '../../git/refs.ts';
import type { Instance } from '../instance.ts';
import { gitDirOf, userById } from '../state/lookup.ts';
import type { MergeRequestRecord, PendingPush, ProjectRecord } from '../state/model.ts';
import { sendMergeRequestHooks } from '../webhooks/merge-request-hook.ts';
import { markUnchecked } from './check.ts';
import { closeRequest, markMerged } from './lifecycle.ts';
import { addCommitsNote } from './notes.ts';
import { diffHeadSha, latestVersion } from './state.ts';
import { addVersion } from './version.ts';

type BranchPush = Pick<PendingPush, 'before' | 'after' | 'userId'>;

/**
 * What a push to a branch does to the merge requests that have to do with it: those from a deleted branch are closed,
 * those whose head arrived in their target by other ways count as merged, those from the branch get a new diff
 * version. Approvals stay: dropping them on a push is not in the free edition.
 */
export async function refreshAfterPush(
  instance: Instance,
  project: ProjectRecord,
  branch: string,
  push: BranchPush,
): Promise<void> {
  const opened = instance.store.state.mergeRequests.filter(
    (request) => request.projectId === project.id && request.state === 'opened',
  );
  const gitDir = gitDirOf(instance, project);
  if ((await branchSha(gitDir, branch)) === null) {
    for (const request of opened.filter((each) => each.sourceBranch === branch)) {
      await closeRequest(instance, request, push.userId);
    }
    return;
  }
  for (const request of opened.filter((each) => each.targetBranch === branch)) {
    await acceptIfArrived(instance, gitDir, request, push);
  }
  for (const request of opened.filter((each) => each.state === 'opened' && each.sourceBranch === branch)) {
    await refreshSource(instance, gitDir, request, push);
  }
}

async function acceptIfArrived(
  instance: Instance,
  gitDir: string,
  request: MergeRequestRecord,
  push: BranchPush,
): Promise<void> {
  if (request.mergeStatus !== 'preparing') {
    markUnchecked(instance, request);
  }
  const head = diffHeadSha(request);
  const version = latestVersion(request);
  if (push.before === ZERO_SHA || push.after === ZERO_SHA || version.headSha === version.baseSha) {
    return;
  }
  if (!(await isAncestor(gitDir, head, push.after)) || (await isAncestor(gitDir, head, push.before))) {
    return;
  }
  const chain = await listCommits(gitDir, { revisions: [push.after, `^${push.before}`], firstParent: true });
  let mergeSha = push.after;
  for (const commit of chain) {
    if (await isAncestor(gitDir, head, commit.sha)) {
      mergeSha = commit.sha;
    }
  }
  request.mergeCommitSha = mergeSha;
  await markMerged(instance, request, push.userId);
}

async function refreshSource(
  instance: Instance,
  gitDir: string,
  request: MergeRequestRecord,
  push: BranchPush,
): Promise<void> {
  const previous = diffHeadSha(request);
  const head = await branchSha(gitDir, request.sourceBranch);
  if (head === null || head === previous) {
    return;
  }
  await addVersion(instance, request);
  request.mergeError = null;
  request.updatedAt = instance.clock.now();
  if (request.mergeStatus !== 'preparing') {
    markUnchecked(instance, request);
  }
  const commits = await listCommits(gitDir, { revisions: [head, `^${previous}`] });
  const own = await listCommits(gitDir, { revisions: [head, `^${latestVersion(request).baseSha}`] });
  const ownShas = new Set(own.map((commit) => commit.sha));
  addCommitsNote(instance, request, {
    authorId: push.userId,
    before: previous,
    added: commits.filter((commit) => ownShas.has(commit.sha)),
    existing: commits.filter((commit) => !ownShas.has(commit.sha)),
  });
  await sendMergeRequestHooks(instance, request, userById(instance.store.state, push.userId), {
    action: 'update',
    oldrev: previous,
  });
}

/** Brings requests up to date whose branch moved without anybody noticing, as a kill between git and state can leave it. */
export async function reconcileRequests(instance: Instance): Promise<void> {
  const { state } = instance.store;
  for (const project of state.projects) {
    const gitDir = gitDirOf(instance, project);
    const opened = state.mergeRequests.filter(
      (request) => request.projectId === project.id && request.state === 'opened',
    );
    for (const request of opened) {
      const head = await branchSha(gitDir, request.sourceBranch);
      if (head !== null && head !== diffHeadSha(request)) {
        await refreshSource(instance, gitDir, request, {
          before: diffHeadSha(request),
          after: head,
          userId: request.authorId,
        });
      }
    }
  }
}
