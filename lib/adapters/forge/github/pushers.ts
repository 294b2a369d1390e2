import { inRepository } from '#lib/adapters/forge/_shared/addresses.ts';
import { everyPusher, type Push } from '#lib/adapters/forge/_shared/pushes.ts';
import type { Forge } from '#lib/ports/forge.ts';
import type { GitHubClient } from './client.ts';
import { listOf } from './pages.ts';
import { Activity } from './schema.ts';

/** Two thousand pushes of one branch. */
const MOST_PAGES = 20;
const NOTHING = /^0+$/;

/**
 * Everyone who pushed to a branch, from the activity of its repository, which a job of GitHub's writes. An account that is gone
 * is not told, and neither is what was pushed to a fork.
 */
export async function readPushers(
  provider: string,
  client: GitHubClient,
  ...[repository, branch, headSha]: Parameters<Forge['pushers']>
): ReturnType<Forge['pushers']> {
  const ref = `refs/heads/${branch}`;
  const query = { ref, direction: 'desc' };
  const { items } = await listOf(client, inRepository(repository, 'activity'), Activity, {
    mostPages: MOST_PAGES,
    query,
  });
  const pushes = items.filter((activity) => activity.ref === ref).map(toPush);
  return everyPusher({ provider, branch, headSha }, pushes);
}

export function toPush({ before, after, actor }: Activity): Push {
  return {
    person: { id: String(actor?.id ?? ''), username: actor?.login ?? '' },
    from: before,
    to: actor == null || NOTHING.test(after) ? null : after,
    isBeginning: NOTHING.test(before),
  };
}
