import { orNull } from '#lib/adapters/_shared/or-null.ts';
import { inRepository, ofPull } from '#lib/adapters/forge/_shared/addresses.ts';
import { CHECKING } from '#lib/adapters/forge/_shared/judgement.ts';
import { openOrFind } from '#lib/adapters/forge/_shared/open-or-find.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { Forge, MergeRequest } from '#lib/ports/forge.ts';
import type { GitHubClient } from './client.ts';
import { isOfFork, toMergeRequest } from './mapper.ts';
import { judge, judgeListed } from './mergeability.ts';
import { listOf } from './pages.ts';
import { Pull } from './schema.ts';

/** Of more than a thousand open ones nobody keeps sight. */
const MOST_PAGES = 10;
const NEWEST_FIRST = { sort: 'created', direction: 'desc' };

type PullPart = Pick<
  Forge,
  'findMergeRequest' | 'mergeRequest' | 'openMergeRequests' | 'openMergeRequest' | 'updateMergeRequest'
>;

/** What a forge does with merge requests before anybody decides, on GitHub. */
export function createPullPart(client: GitHubClient): PullPart {
  const judged = async (repository: string, pull: Pull): Promise<MergeRequest> =>
    toMergeRequest(pull, await judge(client, repository, pull));

  const read = async (repository: string, iid: number): Promise<MergeRequest> =>
    await judged(repository, Pull.parse(await client.get(ofPull(repository, iid))));

  /** The open one of two branches, else the newest. Lists say little of each, so the one that is found is asked for. */
  const findMergeRequest: Forge['findMergeRequest'] = async (repository, source, target) => {
    for (const state of ['open', 'closed']) {
      const query = { ...NEWEST_FIRST, state, head: `${ownerOf(repository)}:${source}`, base: target };
      const { items } = await listOf(client, inRepository(repository, 'pulls'), Pull, { mostPages: 1, query });
      // A fork's branch may have the same name; what stands on it was not put there by the portal.
      const found = items.find((pull) => !isOfFork(pull) && pull.head.ref === source && pull.base.ref === target);
      if (found !== undefined) {
        return await read(repository, found.number);
      }
    }
    return null;
  };

  return {
    findMergeRequest,
    mergeRequest: (repository, iid) => orNull(() => read(repository, iid)),
    async openMergeRequests(repository, targetBranch) {
      const query = { ...NEWEST_FIRST, state: 'open', base: targetBranch };
      const { items, isComplete } = await listOf(client, inRepository(repository, 'pulls'), Pull, {
        mostPages: MOST_PAGES,
        query,
      });
      return { requests: items.map((pull) => toMergeRequest(pull, judgeListed(pull) ?? CHECKING)), isComplete };
    },
    async openMergeRequest(repository, { sourceBranch, targetBranch, title, description, labels }) {
      const wish = { title, body: description, head: sourceBranch, base: targetBranch, draft: isDraftTitle(title) };
      const open = async () => {
        const made = Pull.parse(await client.write('POST', inRepository(repository, 'pulls'), wish));
        await label(client, repository, made.number, labels);
        return await judged(repository, made);
      };
      return await openOrFind(open, 'invalid', () => findMergeRequest(repository, sourceBranch, targetBranch));
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

function ownerOf(repository: string): string {
  return repository.split('/')[0] ?? '';
}

/** GitHub's drafts are a mark of their own; the other forges go by these words. */
function isDraftTitle(title: string): boolean {
  return /^\s*(draft:|\[draft\]|wip:|\[wip\])/i.test(title);
}

/** Labels that are not there are made by this. */
async function label(client: GitHubClient, repository: string, number: number, labels: string[]): Promise<void> {
  if (labels.length === 0) {
    return;
  }
  try {
    await client.write('POST', inRepository(repository, `issues/${number}/labels`), { labels });
  } catch (error) {
    // A label is for finding things again: whoever may not set one opens the request without.
    if (!(error instanceof ExternalError && ['forbidden', 'not-found'].includes(error.kind))) {
      throw error;
    }
  }
}
