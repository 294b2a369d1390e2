import { encodePath } from '#lib/adapters/_shared/encode-path.ts';
import { inTurns } from '#lib/adapters/_shared/in-turns.ts';
import { inRepository, isCommitSha } from '#lib/adapters/forge/_shared/addresses.ts';
import type { GitHubClient } from './client.ts';
import { Ref, Tree, type TreeEntry } from './schema.ts';

/** More folders than these are not looked into where a tree is too large to be given at once. */
const MOST_FOLDERS = 2000;
const AT_ONCE = 8;
/** Of so many commits the trees are kept, which never change: files are read one after the other. */
const KEPT = 2;

export type Trees = {
  /** The commit that a branch stands at; of a commit, itself. Throws `not-found`. */
  commitOf(repository: string, ref: string): Promise<string>;
  /** Everything that a commit holds, folders as well, by path. */
  entriesOf(repository: string, sha: string): Promise<ReadonlyMap<string, TreeEntry>>;
};

/** What git keeps in a commit, by its own modes: what GitHub gives of a path by itself follows links without a word. */
export function createTrees(client: GitHubClient): Trees {
  const kept = new Map<string, Promise<ReadonlyMap<string, TreeEntry>>>();
  return {
    async commitOf(repository, ref) {
      // GitHub takes no branch or tag that is called like a commit.
      return isCommitSha(ref) ? ref : await headOf(client, repository, ref);
    },
    async entriesOf(repository, sha) {
      const key = `${repository} ${sha}`;
      const reading = kept.get(key) ?? readWhole(client, repository, sha);
      kept.delete(key);
      kept.set(key, reading);
      for (const oldest of [...kept.keys()].slice(0, -KEPT)) {
        kept.delete(oldest);
      }
      try {
        return await reading;
      } catch (error) {
        kept.delete(key);
        throw error;
      }
    },
  };
}

/** Where a branch stands. Throws `not-found` where there is none. */
export async function headOf(client: GitHubClient, repository: string, branch: string): Promise<string> {
  return Ref.parse(await client.get(refAddress(repository, 'ref', branch))).object.sha;
}

/** @param kind `ref` to look at it, `refs` to change it, as GitHub has it */
export function refAddress(repository: string, kind: 'ref' | 'refs', branch: string): string {
  return inRepository(repository, `git/${kind}/heads/${encodePath(branch)}`);
}

async function readWhole(
  client: GitHubClient,
  repository: string,
  sha: string,
): Promise<ReadonlyMap<string, TreeEntry>> {
  const { tree, truncated } = await readTree(client, repository, sha, true);
  return new Map((truncated ? await walk(client, repository, sha) : tree).map((entry) => [entry.path, entry]));
}

async function readTree(client: GitHubClient, repository: string, sha: string, isRecursive: boolean) {
  const address = inRepository(repository, `git/trees/${sha}`);
  return Tree.parse(await client.get(address, isRecursive ? { recursive: 1 } : {}));
}

/** Folder by folder: GitHub cuts off a tree of more than 100,000 entries. */
async function walk(client: GitHubClient, repository: string, sha: string): Promise<TreeEntry[]> {
  const found: TreeEntry[] = [];
  let level = [{ path: '', sha }];
  for (let looked = 0; level.length > 0; ) {
    looked += level.length;
    if (looked > MOST_FOLDERS) {
      throw client.error('list files', 'invalid', `the repository has more than ${MOST_FOLDERS} folders`);
    }
    const next: typeof level = [];
    await inTurns(level, AT_ONCE, async (folder) => {
      const { tree, truncated } = await readTree(client, repository, folder.sha, false);
      if (truncated) {
        throw client.error('list files', 'invalid', `it does not list all of the folder ${folder.path}`);
      }
      const own = tree.map((entry) => ({
        ...entry,
        path: folder.path === '' ? entry.path : `${folder.path}/${entry.path}`,
      }));
      found.push(...own);
      next.push(...own.filter(({ type }) => type === 'tree'));
    });
    level = next;
  }
  return found;
}
