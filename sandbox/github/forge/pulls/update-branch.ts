import { writeMerge } from '../../../git/merge.ts';
import { branchSha, isAncestor } from '../../../git/refs.ts';
import { unprocessable } from '../../rest/api-error.ts';
import type { ForgeInstance } from '../instance.ts';
import { moveBranch, signatureOf } from '../repository/move-branch.ts';
import { gitDirOf, repositoryById } from '../state/lookup.ts';
import type { PullRecord, UserRecord } from '../state/model.ts';

/** Merges the target into the branch. The caller has looked at the rights; it is refused at once and done a moment later. */
export function updateBranch(
  instance: ForgeInstance,
  pull: PullRecord,
  user: UserRecord,
  expected: string | null,
): Promise<void> {
  const { repositories, background, delays } = instance;
  return repositories.exclusively(pull.headRepositoryId, async () => {
    const repository = repositoryById(instance.store.state, pull.headRepositoryId);
    const gitDir = gitDirOf(instance, { id: pull.repositoryId });
    const head = await branchSha(gitDirOf(instance, repository), pull.headBranch);
    const base = await branchSha(gitDir, pull.baseBranch);
    if (head === null || base === null || pull.isClosed) {
      throw unprocessable('Pull request is closed.');
    }
    if (expected !== null && expected !== pull.headSha) {
      throw unprocessable(`expected head sha didn’t match current head ref.`);
    }
    if (await isAncestor(gitDir, base, head)) {
      throw unprocessable('There are no new commits on the base branch.');
    }
    const by = signatureOf(instance, user);
    const message = `Merge branch '${pull.baseBranch}' into ${pull.headBranch}\n`;
    const written = await writeMerge(gitDir, { target: head, source: base, message, by, squash: null });
    if (written === null) {
      throw unprocessable('merge conflict between base and head');
    }
    background.later(delays.afterPushMs, () =>
      repositories.exclusively(repository.id, async () => {
        // Whoever pushed meanwhile keeps what they pushed: the branch is not where it was then, and stays.
        await moveBranch(instance, repository, user, {
          branch: pull.headBranch,
          before: head,
          after: written.mergeSha,
        });
      }),
    );
  });
}
