import type { z } from 'zod';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { ForgeUser } from '#lib/ports/forge.ts';
import type { PushEvent } from './schema.ts';

type Event = z.infer<typeof PushEvent>;

/**
 * Everyone who pushed to a branch, from a project's push events, newest first; null while the head's own is not there:
 * GitLab writes them a moment after the push. The events must lead from the head back to the branch's beginning without a
 * gap: a push of many branches at once is written down without their names, and old events are out of reach.
 */
export function everyPusher(
  events: readonly Event[],
  branch: string,
  headSha: string,
): Pick<ForgeUser, 'id' | 'username'>[] | null {
  const ofBranch = events.filter(({ push_data }) => push_data?.ref_type !== 'tag' && push_data?.ref === branch);
  const newest = ofBranch.findIndex(({ push_data }) => push_data?.commit_to === headSha);
  if (newest < 0) {
    return null;
  }
  if (!isWhole(ofBranch.slice(newest))) {
    throw new ExternalError({
      provider: 'gitlab',
      operation: 'read pushes',
      kind: 'invalid',
      message: `it does not tell everyone who pushed to ${branch.slice(0, 120)}; close this and begin anew`,
    });
  }
  const people = new Map(ofBranch.map(({ author_id, author_username }) => [String(author_id), author_username]));
  return [...people].map(([id, username]) => ({ id, username }));
}

/** Whether each push begins where an older one ended, back to the one that made the branch. */
function isWhole([event, ...older]: readonly Event[]): boolean {
  const from = event?.push_data?.commit_from;
  if (event === undefined || from == null) {
    return event !== undefined;
  }
  const before = older.findIndex(({ push_data }) => push_data?.commit_to === from);
  return before >= 0 && isWhole(older.slice(before));
}
