import { orNull } from '#lib/adapters/_shared/or-null.ts';
import { inRepository } from '#lib/adapters/forge/_shared/addresses.ts';
import type { GiteaClient } from './client.ts';
import { listOf } from './pages.ts';
import { Commit } from './schema.ts';

/** Of a branch that has gone on for longer than this nobody can look through what it brings. */
const MOST_PAGES = 20;

/** Commits as short as Gitea can tell them. */
const SHORT = { stat: false, verification: false, files: false };

/** Whether `descendant` is `ancestor` or comes after it: then the one has no commit that the other has not. */
export async function contains(
  client: GiteaClient,
  repository: string,
  ancestor: string,
  descendant: string,
): Promise<boolean> {
  if (ancestor === descendant) {
    return true;
  }
  const left = await orNull(() =>
    client.get(inRepository(repository, 'commits'), { ...SHORT, sha: ancestor, not: descendant, limit: 1 }),
  );
  // A commit that is not there is in nothing.
  return left !== null && Commit.array().parse(left).length === 0;
}

/**
 * The commit where a head left the history of another. Gitea's comparison does not name it, but it follows: it is the one
 * parent, among those of the commits that only the head has, that the other has too; and of several the one that comes
 * after all the rest. Null where the two have nothing in common.
 */
export async function mergeBase(
  client: GiteaClient,
  repository: string,
  from: string,
  headSha: string,
): Promise<string | null> {
  if (from === headSha) {
    return headSha;
  }
  const query = { ...SHORT, sha: headSha, not: from, mostPages: MOST_PAGES };
  const { items: own, isComplete } = await listOf(client, inRepository(repository, 'commits'), Commit, query);
  if (!isComplete) {
    throw client.error('compare', 'invalid', 'the branch has too many commits that its target has not');
  }
  if (own.length === 0) {
    return headSha;
  }
  const isOwn = new Set(own.map(({ sha }) => sha));
  const parents = own.flatMap((commit) => (commit.parents ?? []).map(({ sha }) => sha));
  const left = [...new Set(parents)].filter((sha) => !isOwn.has(sha));
  return left.length > 1 ? newest(client, repository, left) : (left[0] ?? null);
}

async function newest(client: GiteaClient, repository: string, commits: readonly string[]): Promise<string> {
  for (const commit of commits) {
    const holds = await Promise.all(commits.map((other) => contains(client, repository, other, commit)));
    if (holds.every(Boolean)) {
      return commit;
    }
  }
  throw client.error('compare', 'invalid', 'the branches were merged crosswise and have no one beginning; rebase it');
}
