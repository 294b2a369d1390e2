import { branchSha, isAncestor } from '../../git/refs.ts';
import { canPushTo } from '../access/rights.ts';
import type { Instance } from '../instance.ts';
import { moveBranch } from '../repository/move-branch.ts';
import { ApiError, notFound, unprocessable } from '../rest/api-error.ts';
import { gitDirOf, repositoryById } from '../state/lookup.ts';
import type { PullRecord, UserRecord } from '../state/model.ts';
import { STYLES } from './merge-styles.ts';

/** Brings the target's commits into the branch: UpdatePullRequest of routers/api/v1/repo/pull.go. */
export function updateBranch(instance: Instance, pull: PullRecord, user: UserRecord, isRebase: boolean): Promise<void> {
  return instance.repositories.exclusively(pull.repositoryId, async () => {
    const repository = repositoryById(instance.store.state, pull.repositoryId);
    if (pull.isClosed) {
      throw unprocessable(pull.mergedSha === null ? 'pull request is closed' : 'pull request is merged');
    }
    if (!canPushTo(user, repository, pull.headBranch)) {
      throw new ApiError(403, '');
    }
    const gitDir = gitDirOf(instance, repository);
    const [head, base] = await Promise.all([branchSha(gitDir, pull.headBranch), branchSha(gitDir, pull.baseBranch)]);
    if (head === null || base === null) {
      throw notFound();
    }
    if (await isAncestor(gitDir, base, head)) {
      // Update of services/pull/update.go has no error of its own for it, so it becomes one of the server.
      throw new ApiError(500, `HeadBranch of PR ${pull.index} is up to date`);
    }
    // The two change places where the target is merged into the branch.
    const after = isRebase
      ? await STYLES.rebase.write({ instance, gitDir, user, head, base, message: '' })
      : await STYLES.merge.write({
          instance,
          gitDir,
          user,
          head: base,
          base: head,
          message: `Merge branch '${pull.baseBranch}' into ${pull.headBranch}`,
        });
    await moveBranch(instance, repository, user, { branch: pull.headBranch, before: head, after });
  });
}
