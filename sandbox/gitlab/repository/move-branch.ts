import { isAncestor, updateRefs, ZERO_SHA } from '../../git/refs.ts';
import type { Instance } from '../instance.ts';
import { gitDirOf } from '../state/lookup.ts';
import type { ProjectRecord, UserRecord } from '../state/model.ts';
import { recordPush } from './push.ts';

/**
 * Moves a branch in a user's name, if it still is at `before`, and records the push. False when it moved meanwhile.
 * The caller holds the project's lock and has checked the rights.
 */
export async function moveBranch(
  instance: Instance,
  project: ProjectRecord,
  user: UserRecord,
  move: { branch: string; before: string | null; after: string | null },
): Promise<boolean> {
  const ref = `refs/heads/${move.branch}`;
  const before = move.before ?? ZERO_SHA;
  const after = move.after ?? ZERO_SHA;
  if (before === after) {
    return true;
  }
  if (!(await updateRefs(gitDirOf(instance, project), [{ ref, before, after }]))) {
    return false;
  }
  recordPush(instance, { projectId: project.id, ref, before, after, userId: user.id });
  return true;
}

/** Whether moving from one commit to the other loses history. */
export async function isForced(gitDir: string, before: string, after: string): Promise<boolean> {
  return before !== ZERO_SHA && after !== ZERO_SHA && !(await isAncestor(gitDir, before, after));
}
