import { lastCommitOfPath } from '../../git/commits.ts';
import { branchSha, isValidBranchName, listBranches, resolveCommit } from '../../git/refs.ts';
import { listFiles } from '../../git/tree.ts';
import { writeCommit } from '../../git/write-commit.ts';
import { allowsForcePush, canPushToBranch, isProtected } from '../access/rights.ts';
import type { Instance } from '../instance.ts';
import { signatureOf } from '../merge-requests/merge.ts';
import { apiError, forbidden } from '../rest/api-error.ts';
import { gitDirOf } from '../state/lookup.ts';
import type { ProjectRecord, UserRecord } from '../state/model.ts';
import { applyActions, type CommitAction, cleanPath } from './commit-actions.ts';
import { isForced, moveBranch } from './move-branch.ts';

export type CommitWish = {
  branch: string;
  startBranch: string | null;
  startSha: string | null;
  /** Move an existing branch to a commit made on the start. */
  force: boolean;
  message: string;
  authorName: string | null;
  authorEmail: string | null;
  actions: readonly CommitAction[];
  /** What the caller is told when a file is not at its `lastCommitId` any more. */
  changedMessage: (path: string) => string;
};

/** Commits to a branch in the user's name and gives the SHA. Throws 403 without the right, 400 for all the rest. */
export async function commitToBranch(
  instance: Instance,
  project: ProjectRecord,
  user: UserRecord,
  wish: CommitWish,
): Promise<string> {
  if (!canPushToBranch(instance.store.state, user, project, wish.branch)) {
    throw forbidden('You are not allowed to push into this branch');
  }
  return instance.repositories.exclusively(project.id, () => commitLocked(instance, project, user, wish));
}

async function commitLocked(
  instance: Instance,
  project: ProjectRecord,
  user: UserRecord,
  wish: CommitWish,
): Promise<string> {
  const gitDir = gitDirOf(instance, project);
  if (!(await isValidBranchName(gitDir, wish.branch))) {
    throw apiError(400, 'Your changes could not be committed, because the branch name is not valid');
  }
  const before = await branchSha(gitDir, wish.branch);
  const parent = await startOf(gitDir, wish, before);
  if (parent !== null) {
    await refuseChangedFiles(gitDir, parent, wish);
  }
  const files = parent === null ? new Map() : await listFiles(gitDir, parent);
  const committer = signatureOf(instance, user);
  const author = {
    ...committer,
    name: wish.authorName ?? committer.name,
    email: wish.authorEmail ?? committer.email,
  };
  const changes = applyActions(files, wish.actions);
  const sha = await writeCommit(gitDir, { parent, message: wish.message, author, committer, changes });
  if (
    isProtected(project, wish.branch) &&
    !allowsForcePush(project, wish.branch) &&
    before !== null &&
    (await isForced(gitDir, before, sha))
  ) {
    throw apiError(400, 'You are not allowed to force push code to a protected branch on this project.');
  }
  if (!(await moveBranch(instance, project, user, { branch: wish.branch, before, after: sha }))) {
    throw apiError(400, `Could not update refs/heads/${wish.branch}. Please refresh and try again.`);
  }
  return sha;
}

/** The commit to build on; null for the first commit of an empty repository. */
async function startOf(gitDir: string, wish: CommitWish, current: string | null): Promise<string | null> {
  const start = wish.startBranch ?? wish.branch;
  const isElsewhere = wish.startSha !== null || start !== wish.branch;
  if (current !== null && isElsewhere && !wish.force) {
    throw apiError(
      400,
      `A branch called '${wish.branch}' already exists. Switch to that branch in order to make changes`,
    );
  }
  if (wish.startSha !== null) {
    const sha = /^[0-9a-f]{40}$/.test(wish.startSha) ? await resolveCommit(gitDir, wish.startSha) : null;
    if (sha === null) {
      throw apiError(400, `Cannot find start_sha '${wish.startSha}'`);
    }
    return sha;
  }
  const sha = await branchSha(gitDir, start);
  if (sha === null && (await listBranches(gitDir)).length > 0) {
    throw apiError(400, 'You can only create or edit files when you are on a branch');
  }
  return sha;
}

async function refuseChangedFiles(gitDir: string, parent: string, wish: CommitWish): Promise<void> {
  for (const action of wish.actions) {
    if (action.lastCommitId !== null && action.action !== 'create') {
      const path = cleanPath(action.previousPath ?? action.filePath);
      const last = await lastCommitOfPath(gitDir, parent, path);
      if (last !== null && last !== action.lastCommitId) {
        throw apiError(400, wish.changedMessage(path));
      }
    }
  }
}
