import type { z } from 'zod';
import { everyPusher as everyPusherOf } from '#lib/adapters/forge/_shared/pushes.ts';
import type { PushEvent } from './schema.ts';

type Event = z.infer<typeof PushEvent>;

/**
 * Everyone who pushed to a branch, from a project's push events, newest first, which GitLab writes a moment after the push. A
 * push of many branches at once is written down without their names, and old events are out of reach.
 */
export function everyPusher(
  provider: string,
  events: readonly Event[],
  branch: string,
  headSha: string,
): ReturnType<typeof everyPusherOf> {
  const pushes = events
    .filter(({ push_data }) => push_data?.ref_type !== 'tag' && push_data?.ref === branch)
    .map(({ push_data, author_id, author_username }) => ({
      person: { id: String(author_id), username: author_username },
      from: push_data?.commit_from ?? null,
      to: push_data?.commit_to ?? null,
      isBeginning: push_data?.commit_from == null,
    }));
  return everyPusherOf({ provider, branch, headSha }, pushes);
}
