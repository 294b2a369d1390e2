import { orNull } from '#lib/adapters/_shared/or-null.ts';
import { asOnePart, inRepository, ofPull } from '#lib/adapters/forge/_shared/addresses.ts';
import { openOrFind } from '#lib/adapters/forge/_shared/open-or-find.ts';
import type { Forge, MergeRequest } from '#lib/ports/forge.ts';
import type { GiteaClient } from './client.ts';
import { createLabels } from './labels.ts';
import { isOfFork, sourceOf, toMergeRequest } from './mapper.ts';
import { judge, judgeListed, readTarget } from './mergeability.ts';
import { listOf, pagesOf } from './pages.ts';
import { Pull } from './schema.ts';

/** Of more than a thousand open ones nobody keeps sight. */
const MOST_PAGES = 20;

type PullPart = Pick<
  Forge,
  'findMergeRequest' | 'mergeRequest' | 'openMergeRequests' | 'openMergeRequest' | 'updateMergeRequest'
>;

/** What a forge does with merge requests before anybody decides, on Gitea. */
export function createPullPart(client: GiteaClient): PullPart {
  const labelIds = createLabels(client);

  const judged = async (repository: string, pull: Pull): Promise<MergeRequest> =>
    toMergeRequest(pull, await judge(client, repository, pull));

  const findMergeRequest: Forge['findMergeRequest'] = async (repository, source, target) => {
    const found = await find(client, repository, source, target);
    return found === null ? null : await judged(repository, found);
  };

  return {
    findMergeRequest,
    mergeRequest: (repository, iid) =>
      orNull(async () => judged(repository, Pull.parse(await client.get(ofPull(repository, iid))))),
    async openMergeRequests(repository, targetBranch) {
      // An older server knows nothing of `base_branch` and lists them all.
      const query = { state: 'open', base_branch: targetBranch, mostPages: MOST_PAGES };
      const { items, isComplete } = await listOf(client, inRepository(repository, 'pulls'), Pull, query);
      const wanted = items.filter(({ base }) => base.ref === targetBranch).toSorted((a, b) => b.number - a.number);
      const target = wanted.length === 0 ? null : await readTarget(client, repository, targetBranch);
      const requests = target === null ? [] : wanted.map((pull) => toMergeRequest(pull, judgeListed(pull, target)));
      return { requests, isComplete };
    },
    async openMergeRequest(repository, { sourceBranch, targetBranch, title, description, labels }) {
      const wish = { title, body: description, head: sourceBranch, base: targetBranch };
      const withLabels = { ...wish, labels: await labelIds(repository, labels) };
      const open = async () =>
        await judged(repository, Pull.parse(await client.write('POST', inRepository(repository, 'pulls'), withLabels)));
      return await openOrFind(open, 'conflict', () => findMergeRequest(repository, sourceBranch, targetBranch));
    },
    async updateMergeRequest(repository, iid, { title, description, state }) {
      const body = {
        ...(title === undefined ? {} : { title }),
        ...(description === undefined ? {} : { body: description }),
        ...(state === undefined ? {} : { state: 'closed' }),
      };
      return await judged(repository, Pull.parse(await client.write('PATCH', ofPull(repository, iid), body)));
    },
  };
}

/**
 * The open one of two branches, else the newest. Gitea gives any one of those there ever were by their branches, which says
 * at least when there is none; for the right one of several the lists are gone through, which know no source branch.
 */
async function find(client: GiteaClient, repository: string, source: string, target: string): Promise<Pull | null> {
  const byBranches = inRepository(repository, `pulls/${asOnePart(target)}/${asOnePart(source)}`);
  const any = await orNull(async () => Pull.parse(await client.get(byBranches)));
  if (any === null || any.state === 'open') {
    return any;
  }
  for (const state of ['open', 'closed']) {
    const found = await firstListed(client, repository, { state, source, target });
    if (found !== null) {
      return found;
    }
  }
  return any;
}

async function firstListed(
  client: GiteaClient,
  repository: string,
  { state, source, target }: { state: string; source: string; target: string },
): Promise<Pull | null> {
  let pages = 0;
  const query = { state, base_branch: target };
  for await (const page of pagesOf(client, inRepository(repository, 'pulls'), Pull, query)) {
    // A fork's branch may have the same name; what stands on it was not put there by the portal.
    const found = page.find((pull) => !isOfFork(pull) && sourceOf(pull) === source && pull.base.ref === target);
    pages += 1;
    if (found !== undefined || pages === MOST_PAGES) {
      return found ?? null;
    }
  }
  return null;
}
