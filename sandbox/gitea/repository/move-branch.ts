import { updateRefs, ZERO_SHA } from '../../git/refs.ts';
import type { Signature } from '../../git/write-commit.ts';
import type { Instance } from '../instance.ts';
import { gitDirOf } from '../state/lookup.ts';
import type { RepositoryRecord, UserRecord } from '../state/model.ts';
import { queuePush } from './push.ts';

/**
 * Moves a branch in a user's name, if it still is at `before`, and tells the queue. False when it moved meanwhile.
 * The caller holds the repository's lock and has looked at the rights.
 */
export async function moveBranch(
  instance: Instance,
  repository: RepositoryRecord,
  user: UserRecord,
  move: { branch: string; before: string | null; after: string | null },
): Promise<boolean> {
  const [before, after] = [move.before ?? ZERO_SHA, move.after ?? ZERO_SHA];
  if (before === after) {
    return true;
  }
  const ref = `refs/heads/${move.branch}`;
  if (!(await updateRefs(gitDirOf(instance, repository), [{ ref, before, after }]))) {
    return false;
  }
  queuePush(instance, { repositoryId: repository.id, branch: move.branch, before, after, userId: user.id });
  return true;
}

export function signatureOf({ clock }: Instance, user: UserRecord): Signature {
  return { name: user.fullName === '' ? user.login : user.fullName, email: user.email, at: clock.now() };
}
