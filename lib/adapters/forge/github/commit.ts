import { orNull } from '#lib/adapters/_shared/or-null.ts';
import { inRepository } from '#lib/adapters/forge/_shared/addresses.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { CommitAction, CommitRequest, ForgeCommit } from '#lib/ports/forge.ts';
import type { GitHubClient } from './client.ts';
import { toCommit } from './mapper.ts';
import { GitCommit, Made, type TreeEntry } from './schema.ts';
import { headOf, refAddress, type Trees } from './trees.ts';

const FILE_MODE = '100644';
const LINK_MODE = '120000';

/**
 * One commit of all actions, made of git's own objects, which nobody sees before a branch leads to them. So either the branch
 * stands at all of it afterwards or at nothing of it, and no push of somebody else is ever overwritten.
 */
export async function commit(
  client: GitHubClient,
  trees: Trees,
  repository: string,
  { branch, startSha, message, actions }: CommitRequest,
): Promise<ForgeCommit> {
  const parent = startSha ?? (await headOf(client, repository, branch));
  const entries = await trees.entriesOf(repository, parent);
  const changes = actions.map((action) => toEntry(client, entries, action));
  const base = GitCommit.parse(await client.get(inRepository(repository, `git/commits/${parent}`)));
  const tree = await makeTree(client, repository, base.tree.sha, changes);
  // Without an author it is the person whose token this is.
  const wish = { message, tree, parents: [parent] };
  const made = GitCommit.parse(await client.write('POST', inRepository(repository, 'git/commits'), wish));
  await (startSha === undefined
    ? moveBranch(client, repository, { branch, from: parent, to: made.sha })
    : makeBranch(client, repository, branch, made.sha));
  return toCommit(made);
}

async function makeTree(client: GitHubClient, repository: string, base: string, changes: unknown[]): Promise<string> {
  if (changes.length === 0) {
    return base;
  }
  const wish = { base_tree: base, tree: changes };
  return Made.parse(await client.write('POST', inRepository(repository, 'git/trees'), wish)).sha;
}

/** Takes only a commit that comes after where the branch stands: GitHub refuses anything else as no fast forward. */
async function moveBranch(
  client: GitHubClient,
  repository: string,
  { branch, from, to }: { branch: string; from: string; to: string },
): Promise<void> {
  try {
    await client.write('PATCH', refAddress(repository, 'refs', branch), { sha: to, force: false });
  } catch (error) {
    const now = isRefusal(error) ? await orNull(() => headOf(client, repository, branch)) : from;
    if (now !== from) {
      throw client.error('commit', 'conflict', `the branch ${branch} has moved`);
    }
    throw error;
  }
}

async function makeBranch(client: GitHubClient, repository: string, branch: string, sha: string): Promise<void> {
  try {
    await client.write('POST', inRepository(repository, 'git/refs'), { ref: `refs/heads/${branch}`, sha });
  } catch (error) {
    if (isRefusal(error) && (await orNull(() => headOf(client, repository, branch))) !== null) {
      throw client.error('commit', 'conflict', `there is a branch ${branch} already`);
    }
    throw error;
  }
}

/** GitHub says 422 of a branch that stands in the way and of much else; where the branch stands tells which. */
function isRefusal(error: unknown): boolean {
  return error instanceof ExternalError && (error.kind === 'invalid' || error.kind === 'conflict');
}

/** An action as an entry of a tree. The tree itself would take a file for one that is not there, and one that is for a new one. */
function toEntry(client: GitHubClient, entries: ReadonlyMap<string, TreeEntry>, action: CommitAction): unknown {
  const { path } = action;
  const there = entries.get(path);
  if (action.action === 'create') {
    const inTheWay = there === undefined ? fileAbove(entries, path) : path;
    if (inTheWay !== null) {
      throw client.error('commit', 'conflict', `${inTheWay} is there already`);
    }
    return { path, mode: FILE_MODE, type: 'blob', content: action.content };
  }
  if (there?.type !== 'blob') {
    throw client.error('commit', 'conflict', `${path} is not there`);
  }
  if (action.action === 'delete') {
    return { path, mode: there.mode, type: 'blob', sha: null };
  }
  if (there.mode === LINK_MODE) {
    throw client.error('commit', 'conflict', `${path} is a link, and what it leads to is not changed by way of it`);
  }
  return { path, mode: there.mode, type: 'blob', content: action.content };
}

/** What would have to become a folder: git would take the file away without a word. */
function fileAbove(entries: ReadonlyMap<string, TreeEntry>, path: string): string | null {
  const parts = path.split('/');
  const folders = parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
  return folders.find((folder) => (entries.get(folder)?.type ?? 'tree') !== 'tree') ?? null;
}
