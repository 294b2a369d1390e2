import { updateRefs, ZERO_SHA } from '../../../git/refs.ts';
import type { Signature } from '../../../git/write-commit.ts';
import type { ForgeInstance } from '../instance.ts';
import { gitDirOf } from '../state/lookup.ts';
import type { RepositoryRecord, UserRecord } from '../state/model.ts';
import { queuePush } from './push.ts';

export type Move = { branch: string; before: string | null; after: string | null; isMerge?: boolean };

/**
 * Moves a branch in a user's name, if it still is at `before`, and tells the jobs. False when it moved meanwhile.
 * The caller holds the repository's lock and has looked at the rights.
 */
export async function moveBranch(
  instance: ForgeInstance,
  repository: RepositoryRecord,
  user: UserRecord,
  move: Move,
): Promise<boolean> {
  const [before, after] = [move.before ?? ZERO_SHA, move.after ?? ZERO_SHA];
  if (before === after) {
    return true;
  }
  const ref = `refs/heads/${move.branch}`;
  if (!(await updateRefs(gitDirOf(instance, repository), [{ ref, before, after }]))) {
    return false;
  }
  const { branch, isMerge = false } = move;
  queuePush(instance, { repositoryId: repository.id, branch, before, after, userId: user.id, isMerge });
  return true;
}

export function signatureOf({ clock }: ForgeInstance, { name, login, email }: UserRecord): Signature {
  return { name: name === '' ? login : name, email, at: clock.now() };
}
