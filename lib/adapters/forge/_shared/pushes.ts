import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { ForgeUser } from '#lib/ports/forge.ts';

type Person = Pick<ForgeUser, 'id' | 'username'>;

/** One push of a branch as a forge recorded it. */
export type Push = {
  person: Person;
  /** null where nothing says what stood there before. */
  from: string | null;
  /** null where nothing says what was pushed, or by whom. */
  to: string | null;
  /** It made the branch. */
  isBeginning: boolean;
};

/**
 * Everyone who pushed to a branch; null while the push of the head is not recorded, which happens a moment after it. The
 * pushes, newest first, must lead from the head back to the branch's beginning without a gap: where they do not, somebody may
 * have pushed who is not told, and nobody can say who may approve.
 */
export function everyPusher(
  { provider, branch, headSha }: { provider: string; branch: string; headSha: string },
  pushes: readonly Push[],
): Person[] | null {
  const newest = pushes.findIndex(({ to }) => to === headSha);
  if (newest < 0) {
    return null;
  }
  if (!isWhole(pushes.slice(newest))) {
    const message = `it does not tell everyone who pushed to ${branch.slice(0, 120)}; close this and begin anew`;
    throw new ExternalError({ provider, operation: 'read pushes', kind: 'invalid', message });
  }
  return [...new Map(pushes.map(({ person }) => [person.id, person])).values()];
}

/** Whether each push begins where an older one ended, back to the one that made the branch. */
function isWhole(pushes: readonly Push[]): boolean {
  for (let rest = pushes; ; ) {
    const [push, ...older] = rest;
    if (push === undefined || push.to === null) {
      return false;
    }
    if (push.isBeginning) {
      return true;
    }
    const next = push.from === null ? -1 : older.findIndex(({ to }) => to === push.from);
    if (next < 0) {
      return false;
    }
    rest = older.slice(next);
  }
}
