import { writeMerge } from '../../git/merge.ts';
import { branchSha, updateRefs, ZERO_SHA } from '../../git/refs.ts';
import type { Signature } from '../../git/write-commit.ts';
import { canMergeToBranch, isProtected } from '../access/rights.ts';
import type { Instance } from '../instance.ts';
import { recordPush } from '../repository/push.ts';
import { apiError, conflict, methodNotAllowed, unauthorized, unprocessable } from '../rest/api-error.ts';
import { gitDirOf, projectById, projectPath, userById } from '../state/lookup.ts';
import type { MergeRequestRecord, UserRecord } from '../state/model.ts';
import { checkNow } from './check.ts';
import { markMerged } from './lifecycle.ts';
import { diffHeadSha, isInMergeableState } from './state.ts';

export type MergeWish = {
  /** Must be the head that was reviewed. */
  sha: string | null;
  message: string | null;
  squashMessage: string | null;
  isSquash: boolean | null;
  removeSourceBranch: boolean | null;
};

/**
 * Merges with a real merge commit. The order of the refusals is GitLab's: 401 without the right to merge, 405 when the
 * request's state forbids it, 422 when git does, 409 when the head is another than `sha`.
 */
export function mergeRequest(
  instance: Instance,
  request: MergeRequestRecord,
  user: UserRecord,
  wish: MergeWish,
): Promise<void> {
  return instance.repositories.exclusively(request.projectId, () => mergeLocked(instance, request, user, wish));
}

async function mergeLocked(
  instance: Instance,
  request: MergeRequestRecord,
  user: UserRecord,
  wish: MergeWish,
): Promise<void> {
  const { state } = instance.store;
  const project = projectById(state, request.projectId);
  if (!canMergeToBranch(state, user, project, request.targetBranch)) {
    throw unauthorized();
  }
  if (!isInMergeableState(state, request)) {
    throw methodNotAllowed();
  }
  await checkNow(instance, request);
  if (request.mergeStatus !== 'can_be_merged') {
    throw unprocessable('Branch cannot be merged');
  }
  const head = diffHeadSha(request);
  if (wish.sha !== null && wish.sha !== head) {
    throw conflict(`SHA does not match HEAD of source branch: ${head}`);
  }
  await mergeIntoTarget(instance, request, user, wish);
  await removeSource(instance, request, user, wish.removeSourceBranch ?? request.forceRemoveSourceBranch);
  await markMerged(instance, request, user.id);
}

async function mergeIntoTarget(
  instance: Instance,
  request: MergeRequestRecord,
  user: UserRecord,
  wish: MergeWish,
): Promise<void> {
  const project = projectById(instance.store.state, request.projectId);
  const gitDir = gitDirOf(instance, project);
  const target = await branchSha(gitDir, request.targetBranch);
  const isSquash = wish.isSquash === true || request.isSquash;
  const written =
    target === null
      ? null
      : await writeMerge(gitDir, {
          target,
          source: diffHeadSha(request),
          message: wish.message ?? defaultMessage(instance, request),
          by: signatureOf(instance, user),
          squash: isSquash
            ? {
                message: wish.squashMessage ?? request.title,
                author: signatureOf(instance, userById(instance.store.state, request.authorId)),
              }
            : null,
        });
  const ref = `refs/heads/${request.targetBranch}`;
  if (
    target === null ||
    written === null ||
    !(await updateRefs(gitDir, [{ ref, before: target, after: written.mergeSha }]))
  ) {
    request.mergeError = 'Something went wrong during merge';
    instance.store.changed();
    throw unprocessable('Branch cannot be merged');
  }
  request.mergeCommitSha = written.mergeSha;
  request.squashCommitSha = written.squashSha;
  request.isSquash = isSquash;
  recordPush(instance, { projectId: project.id, ref, before: target, after: written.mergeSha, userId: user.id });
}

/** The source branch goes only if it may go and still is what was merged. */
async function removeSource(
  instance: Instance,
  request: MergeRequestRecord,
  user: UserRecord,
  isWanted: boolean,
): Promise<void> {
  const project = projectById(instance.store.state, request.projectId);
  const head = diffHeadSha(request);
  if (!isWanted || request.sourceBranch === project.defaultBranch || isProtected(project, request.sourceBranch)) {
    return;
  }
  const ref = `refs/heads/${request.sourceBranch}`;
  if (await updateRefs(gitDirOf(instance, project), [{ ref, before: head, after: ZERO_SHA }])) {
    recordPush(instance, { projectId: project.id, ref, before: head, after: ZERO_SHA, userId: user.id });
  }
}

export function signatureOf(instance: Instance, user: UserRecord): Signature {
  return { name: user.name, email: user.email, at: instance.clock.now() };
}

function defaultMessage(instance: Instance, request: MergeRequestRecord): string {
  const path = projectPath(instance.store.state, projectById(instance.store.state, request.projectId));
  return [
    `Merge branch '${request.sourceBranch}' into '${request.targetBranch}'`,
    request.title,
    `See merge request ${path}!${request.iid}`,
  ].join('\n\n');
}

/** For calls that carry the head they mean: 409 when it is another one. */
export function checkSha(request: MergeRequestRecord, sha: string | null): void {
  if (sha !== null && sha !== diffHeadSha(request)) {
    throw apiError(409, `SHA does not match HEAD of source branch: ${diffHeadSha(request)}`);
  }
}
