import { asOnePart, inRepository } from '#lib/adapters/forge/_shared/addresses.ts';
import type { GiteaClient } from './client.ts';
import { type TreeEntry, TreePage } from './schema.ts';

/** `DEFAULT_GIT_TREES_PER_PAGE`; a server with another number gives smaller pages. */
const PAGE_SIZE = 1000;

/** Everything in a tree, which a commit, a branch or the tree itself stands for. All pages are of the same commit. */
export async function readTree(
  client: GiteaClient,
  repository: string,
  ref: string,
  { recursive }: { recursive: boolean },
): Promise<TreeEntry[]> {
  const entries: TreeEntry[] = [];
  // A branch may move between two pages; the first one says which commit it is.
  let fixed = ref;
  for (let page = 1; ; page += 1) {
    const address = inRepository(repository, `git/trees/${asOnePart(fixed)}`);
    const { sha, tree, truncated } = TreePage.parse(
      await client.get(address, { ...(recursive ? { recursive } : {}), page, per_page: PAGE_SIZE }),
    );
    entries.push(...(tree ?? []));
    fixed = sha;
    // `truncated` is false beyond the end, and an empty page is the end whatever it says.
    if (!truncated || tree == null || tree.length === 0) {
      return entries;
    }
  }
}

/** What a path of a commit or branch stands for, from git's objects alone; null where nothing is. */
export async function entryAt(
  client: GiteaClient,
  repository: string,
  ref: string,
  path: string,
): Promise<TreeEntry | null> {
  const parts = path.split('/').filter((part) => part !== '');
  let tree = ref;
  for (const [index, part] of parts.entries()) {
    const entries = await readTree(client, repository, tree, { recursive: false });
    const entry = entries.find((each) => each.path === part);
    if (entry === undefined || index === parts.length - 1) {
      return entry ?? null;
    }
    if (entry.type !== 'tree') {
      return null;
    }
    tree = entry.sha;
  }
  return null;
}

/** Every file's path below a folder; links are files, submodules are not. */
export async function listPaths(client: GiteaClient, repository: string, ref: string, under = ''): Promise<string[]> {
  const folder = under.replaceAll(/^\/+|\/+$/g, '');
  const tree = folder === '' ? null : await entryAt(client, repository, ref, folder);
  if (folder !== '' && tree?.type !== 'tree') {
    return [];
  }
  const entries = await readTree(client, repository, tree?.sha ?? ref, { recursive: true });
  const files = entries.filter(({ type }) => type === 'blob');
  return files.map(({ path }) => (folder === '' ? path : `${folder}/${path}`));
}
