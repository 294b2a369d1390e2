import type { GiteaClient } from './client.ts';
import type { TreeEntry } from './schema.ts';
import { readTree } from './trees.ts';

/** More folders than this are not looked into: then it is said that the answer is not whole. */
const MOST_FOLDERS = 500;
const AT_ONCE = 8;

/** A file, link or submodule that is not the same on both sides. */
export type ChangedEntry = { path: string; before: TreeEntry | null; after: TreeEntry | null };

/** A folder as it is on both sides: the number of its tree, or of a commit for the root. */
type Folder = { path: string; before: string | null; after: string | null };

/**
 * What is different between two commits, from their trees: only folders that differ are looked into. Gitea's API has no
 * difference of two commits, and that of a pull request moves with its branches. Commits never change, so neither does
 * this.
 */
export async function changedEntries(
  client: GiteaClient,
  repository: string,
  base: string,
  head: string,
): Promise<{ entries: ChangedEntry[]; isComplete: boolean }> {
  const entries: ChangedEntry[] = [];
  const waiting: Folder[] = [{ path: '', before: base, after: head }];
  for (let looked = 0; waiting.length > 0; ) {
    const turn = waiting.splice(0, AT_ONCE);
    looked += turn.length;
    if (looked > MOST_FOLDERS) {
      return { entries: inOrder(entries), isComplete: false };
    }
    for (const { path, before, after } of (await Promise.all(turn.map(look))).flat()) {
      const [folderBefore, folderAfter] = [treeOf(before), treeOf(after)];
      if (folderBefore !== null || folderAfter !== null) {
        waiting.push({ path, before: folderBefore, after: folderAfter });
      }
      const [fileBefore, fileAfter] = [fileOf(before), fileOf(after)];
      if (fileBefore !== null || fileAfter !== null) {
        entries.push({ path, before: fileBefore, after: fileAfter });
      }
    }
  }
  return { entries: inOrder(entries), isComplete: true };

  async function look({ path, before, after }: Folder): Promise<ChangedEntry[]> {
    const [old, now] = await Promise.all([readFolder(before), readFolder(after)]);
    return [...new Set([...old.keys(), ...now.keys()])]
      .map((name) => ({ name, before: old.get(name) ?? null, after: now.get(name) ?? null }))
      .filter((one) => one.before?.sha !== one.after?.sha || one.before?.mode !== one.after?.mode)
      .map(({ name, ...sides }) => ({ path: path === '' ? name : `${path}/${name}`, ...sides }));
  }

  async function readFolder(tree: string | null): Promise<Map<string, TreeEntry>> {
    const found = tree === null ? [] : await readTree(client, repository, tree, { recursive: false });
    return new Map(found.map((entry) => [entry.path, entry]));
  }
}

const treeOf = (entry: TreeEntry | null) => (entry?.type === 'tree' ? entry.sha : null);
const fileOf = (entry: TreeEntry | null) => (entry === null || entry.type === 'tree' ? null : entry);

function inOrder(entries: ChangedEntry[]): ChangedEntry[] {
  return entries.toSorted((one, other) => (one.path < other.path ? -1 : 1));
}
