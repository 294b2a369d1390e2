import { encodePath } from '#lib/adapters/_shared/encode-path.ts';
import { orNull } from '#lib/adapters/_shared/or-null.ts';
import { inRepository } from '#lib/adapters/forge/_shared/addresses.ts';
import type { Forge } from '#lib/ports/forge.ts';
import type { GiteaClient } from './client.ts';
import { commit } from './commit.ts';
import { compare } from './comparison.ts';
import { readFile } from './files.ts';
import { contains } from './history.ts';
import { toCommit, toPipeline, toRepository } from './mapper.ts';
import { listOf } from './pages.ts';
import { everyPusher } from './pushers.ts';
import { Activity, Branch, Commit, Repository } from './schema.ts';
import { latestStatuses } from './statuses.ts';
import { listPaths } from './trees.ts';

/** How far back pushes are looked up, so that a busy repository costs a few requests at most. */
const MAX_FEED_PAGES = 20;

type RepositoryPart = Pick<
  Forge,
  | 'repository'
  | 'branch'
  | 'listFiles'
  | 'readFile'
  | 'commit'
  | 'readCommit'
  | 'contains'
  | 'compare'
  | 'pushers'
  | 'setStatus'
  | 'statuses'
  | 'pipelines'
>;

/** What a forge does with repositories, on Gitea. */
export function createRepositoryPart(provider: string, client: GiteaClient): RepositoryPart {
  return {
    repository: (path) => orNull(async () => toRepository(Repository.parse(await client.get(inRepository(path))))),
    branch: (repository, name) =>
      orNull(async () => {
        const address = inRepository(repository, `branches/${encodePath(name)}`);
        const { commit: head } = Branch.parse(await client.get(address));
        return { name, sha: head.id, message: head.message };
      }),
    listFiles: (repository, ref, under) => listPaths(client, repository, ref, under),
    readFile: (repository, ref, path) => readFile(client, repository, ref, path),
    commit: (repository, request) => commit(client, repository, request),
    readCommit: (repository, sha) =>
      orNull(async () => {
        const address = inRepository(repository, `git/commits/${encodeURIComponent(sha)}`);
        return toCommit(Commit.parse(await client.get(address, { stat: false, verification: false, files: false })));
      }),
    contains: (repository, ancestor, descendant) => contains(client, repository, ancestor, descendant),
    compare: (repository, from, headSha) => compare(client, repository, from, headSha),
    async pushers(repository, branch, headSha) {
      const address = inRepository(repository, 'activities/feeds');
      const { items } = await listOf(client, address, Activity, { mostPages: MAX_FEED_PAGES });
      return everyPusher(provider, items, branch, headSha);
    },
    async setStatus(repository, sha, { context, state, description, targetUrl }) {
      await client.write('POST', inRepository(repository, `statuses/${encodeURIComponent(sha)}`), {
        context,
        state: state === 'failed' ? 'failure' : state,
        description,
        ...(targetUrl === undefined ? {} : { target_url: targetUrl }),
      });
    },
    async statuses(repository, sha) {
      const told = await latestStatuses(client, repository, sha);
      return told.map(({ context, target_url }) => ({ context, targetUrl: target_url || null }));
    },
    async pipelines(repository, sha) {
      const told = await latestStatuses(client, repository, sha);
      return told.map((status) => toPipeline(status, sha, client.webUrl));
    },
  };
}
