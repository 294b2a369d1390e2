import { rebase } from '../../git/merge.ts';
import { branchSha, updateRefs } from '../../git/refs.ts';
import { canPushToBranch, isProtected } from '../access/rights.ts';
import type { Instance } from '../instance.ts';
import { recordPush } from '../repository/push.ts';
import { forbidden } from '../rest/api-error.ts';
import { gitDirOf, projectById } from '../state/lookup.ts';
import type { MergeRequestRecord, UserRecord } from '../state/model.ts';
import { signatureOf } from './merge.ts';

/** Rebases the source branch in the background. Throws 403 where the user may not push to it or it is protected. */
export function startRebase(instance: Instance, request: MergeRequestRecord, user: UserRecord): void {
  const project = projectById(instance.store.state, request.projectId);
  if (isProtected(project, request.sourceBranch)) {
    throw forbidden('Source branch is protected from force push');
  }
  if (!canPushToBranch(instance.store.state, user, project, request.sourceBranch)) {
    throw forbidden('Cannot push to source branch');
  }
  request.rebaseInProgress = true;
  request.mergeError = null;
  instance.store.changed();
  instance.background.later(instance.delays.mergeCheckMs, () =>
    instance.repositories.exclusively(project.id, () => rebaseNow(instance, request, user)),
  );
}

async function rebaseNow(instance: Instance, request: MergeRequestRecord, user: UserRecord): Promise<void> {
  const gitDir = gitDirOf(instance, projectById(instance.store.state, request.projectId));
  const [source, target] = await Promise.all([
    branchSha(gitDir, request.sourceBranch),
    branchSha(gitDir, request.targetBranch),
  ]);
  const rebased =
    source === null || target === null
      ? null
      : await rebase(gitDir, {
          source,
          target,
          by: signatureOf(instance, user),
          scratchPath: instance.repositories.scratchPath(),
        });
  if (source === null || rebased === null) {
    request.mergeError = 'Rebase failed: Rebase locally, resolve all conflicts, then push the branch.';
  } else if (rebased !== source) {
    const ref = `refs/heads/${request.sourceBranch}`;
    if (await updateRefs(gitDir, [{ ref, before: source, after: rebased }])) {
      recordPush(instance, { projectId: request.projectId, ref, before: source, after: rebased, userId: user.id });
    }
  }
  request.rebaseInProgress = false;
  instance.store.changed();
  await instance.store.saved();
}
