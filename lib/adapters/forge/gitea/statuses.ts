import { inRepository } from '#lib/adapters/forge/_shared/addresses.ts';
import type { GiteaClient } from './client.ts';
import { CombinedStatus, type Status } from './schema.ts';

const PAGE_SIZE = 50;
const MOST_PAGES = 20;

/** What was last told of a commit, each context once. */
export async function latestStatuses(client: GiteaClient, repository: string, sha: string): Promise<Status[]> {
  const found: Status[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const address = inRepository(repository, `commits/${sha}/status`);
    const combined = CombinedStatus.parse(await client.get(address, { page, limit: PAGE_SIZE }));
    const statuses = combined?.statuses ?? [];
    refuseOther(client, sha, combined?.sha ?? '');
    found.push(...statuses);
    if (statuses.length === 0 || found.length >= (combined?.total_count ?? 0)) {
      return found;
    }
  }
  throw client.error('read statuses', 'invalid-response', 'a commit has more statuses than anybody reads');
}

/** Gitea looks for a branch of that name first, so one that is called like the commit would be answered for. */
function refuseOther(client: GiteaClient, sha: string, told: string): void {
  if (told !== '' && told !== sha) {
    throw client.error('read statuses', 'invalid-response', `it tells of ${told} when asked for ${sha}`);
  }
}
