import { orNull } from '#lib/adapters/_shared/or-null.ts';
import { inRepository, isCommitSha } from '#lib/adapters/forge/_shared/addresses.ts';
import type { Forge } from '#lib/ports/forge.ts';
import type { GitHubClient } from './client.ts';
import { commit } from './commit.ts';
import { compare, contains } from './comparison.ts';
import { listFiles, readFile } from './files.ts';
import { toCommit, toRepository } from './mapper.ts';
import { readPushers } from './pushers.ts';
import { Branch, GitCommit, Repository } from './schema.ts';
import { createTrees } from './trees.ts';

type RepositoryPart = Pick<
  Forge,
  'repository' | 'branch' | 'listFiles' | 'readFile' | 'commit' | 'readCommit' | 'contains' | 'compare' | 'pushers'
>;

/** What a forge does with repositories, on GitHub. */
export function createRepositoryPart(provider: string, client: GitHubClient): RepositoryPart {
  const trees = createTrees(client);
  return {
    repository: (path) => orNull(async () => toRepository(Repository.parse(await client.get(inRepository(path))))),
    branch: (repository, name) =>
      orNull(async () => {
        const address = inRepository(repository, `branches/${encodeURIComponent(name)}`);
        const { commit: head } = Branch.parse(await client.get(address));
        return { name, sha: head.sha, message: head.commit.message };
      }),
    listFiles: (...wish) => listFiles(trees, ...wish),
    readFile: (...wish) => readFile(client, trees, ...wish),
    commit: (repository, request) => commit(client, trees, repository, request),
    async readCommit(repository, sha) {
      const address = inRepository(repository, `git/commits/${sha}`);
      return isCommitSha(sha) ? orNull(async () => toCommit(GitCommit.parse(await client.get(address)))) : null;
    },
    contains: (...wish) => contains(client, ...wish),
    compare: (...wish) => compare(client, trees, ...wish),
    pushers: (...wish) => readPushers(provider, client, ...wish),
  };
}
