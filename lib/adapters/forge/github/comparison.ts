import { orNull } from '#lib/adapters/_shared/or-null.ts';
import { inRepository } from '#lib/adapters/forge/_shared/addresses.ts';
import type { Comparison } from '#lib/ports/forge.ts';
import type { GitHubClient } from './client.ts';
import { toFileDiff } from './mapper.ts';
import { Compared } from './schema.ts';
import type { Trees } from './trees.ts';

/** GitHub names so many files of a comparison and says nothing of the others. */
const MOST_FILES = 300;

async function read(client: GitHubClient, repository: string, from: string, to: string) {
  const range = `${encodeURIComponent(from)}...${encodeURIComponent(to)}`;
  // The files come with the first page of the commits, however short that is; the commits themselves are not used.
  return Compared.parse(await client.get(inRepository(repository, `compare/${range}`), { per_page: 1, page: 1 }));
}

/** What a commit brings; what its files are stands in git's own objects, because a comparison does not tell links from files. */
export async function compare(
  client: GitHubClient,
  trees: Trees,
  ...[repository, from, headSha]: [repository: string, from: string, headSha: string]
): Promise<Comparison> {
  const [{ merge_base_commit, files }, entries] = await Promise.all([
    read(client, repository, from, headSha),
    trees.entriesOf(repository, headSha),
  ]);
  const named = files ?? [];
  return {
    baseSha: merge_base_commit.sha,
    files: named.map((file) => toFileDiff(file, entries.get(file.filename)?.mode ?? '')),
    isComplete: named.length < MOST_FILES,
  };
}

/** Whether `descendant` is `ancestor` or comes after it. A commit that is not there is in nothing. */
export async function contains(
  client: GitHubClient,
  ...[repository, ancestor, descendant]: [repository: string, ancestor: string, descendant: string]
): Promise<boolean> {
  if (ancestor === descendant) {
    return true;
  }
  const compared = await orNull(() => read(client, repository, ancestor, descendant));
  return compared !== null && ['ahead', 'identical'].includes(compared.status);
}
