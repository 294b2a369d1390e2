import { isInsideRepository } from './path.ts';
import { runGit } from './run-git.ts';

export type TreeEntry = {
  /** From the root of the repository. */
  path: string;
  mode: string;
  type: 'blob' | 'tree' | 'commit';
  sha: string;
};

/** The entry at a path of a commit, or null. The empty path is the root tree. */
export async function entryAt(gitDir: string, commit: string, path: string): Promise<TreeEntry | null> {
  const trimmed = path.replace(/\/$/, '');
  if (trimmed === '') {
    return { path: '', mode: '040000', type: 'tree', sha: commit };
  }
  if (!isInsideRepository(trimmed)) {
    return null;
  }
  const entries = await lsTree(gitDir, ['--full-tree', commit, '--', trimmed]);
  return entries.find((entry) => entry.path === trimmed) ?? null;
}

/** Entries of a folder, or of everything below it; directories first, then files, then submodules, as GitLab has it. */
export async function listTree(
  gitDir: string,
  commit: string,
  folder: string,
  isRecursive: boolean,
): Promise<TreeEntry[]> {
  const prefix = folder === '' ? [] : [`${folder.replace(/\/$/, '')}/`];
  const flags = isRecursive ? ['-r', '-t'] : [];
  const entries = await lsTree(gitDir, [...flags, '--full-tree', commit, '--', ...prefix]);
  const below = entries.filter(
    (entry) => entry.path !== folder && (folder === '' || entry.path.startsWith(`${folder}/`)),
  );
  const rank = { tree: 0, blob: 1, commit: 2 };
  return below.sort((left, right) => rank[left.type] - rank[right.type]);
}

/** Every file of a commit by path. */
export async function listFiles(gitDir: string, commit: string): Promise<Map<string, TreeEntry>> {
  const entries = await lsTree(gitDir, ['-r', '--full-tree', commit]);
  return new Map(entries.map((entry) => [entry.path, entry]));
}

export async function readBlob(gitDir: string, sha: string): Promise<Buffer> {
  const { stdout } = await runGit(gitDir, ['cat-file', 'blob', sha]);
  return stdout;
}

async function lsTree(gitDir: string, args: readonly string[]): Promise<TreeEntry[]> {
  const { text } = await runGit(gitDir, ['ls-tree', '-z', ...args]);
  return text
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const tab = line.indexOf('\t');
      const [mode, type, sha] = line.slice(0, tab).split(' ') as [string, TreeEntry['type'], string];
      return { path: line.slice(tab + 1), mode, type, sha };
    });
}

/** How many bytes each of the blobs has. */
export async function blobSizes(gitDir: string, shas: readonly string[]): Promise<Map<string, number>> {
  if (shas.length === 0) {
    return new Map();
  }
  const { text } = await runGit(gitDir, ['cat-file', '--batch-check=%(objectname) %(objectsize)'], {
    input: `${shas.join('\n')}\n`,
  });
  const lines = text.split('\n').filter((line) => line !== '');
  return new Map(lines.map((line) => [line.slice(0, 40), Number(line.slice(41))]));
}
