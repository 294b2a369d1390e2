import { runGit } from './run-git.ts';

export type FileDifference = {
  oldPath: string;
  newPath: string;
  oldMode: string;
  newMode: string;
  change: 'added' | 'modified' | 'deleted' | 'renamed';
  /** From the first hunk on; for binary files git's one sentence. */
  patch: string;
};

const OPTIONS = ['--full-index', '--find-renames', '--no-ext-diff', '--no-textconv', '--no-color'];

/** What changed from one commit or tree to another, file by file. The empty tree stands for "nothing". */
export async function diffCommits(gitDir: string, from: string, to: string): Promise<FileDifference[]> {
  const [raw, patch] = await Promise.all([
    runGit(gitDir, ['diff-tree', '-r', '-z', '--raw', ...OPTIONS, from, to]),
    runGit(gitDir, ['diff-tree', '-r', '-p', ...OPTIONS, from, to]),
  ]);
  const patches = splitPatches(patch.text);
  return parseRaw(raw.text).map((file, index) => ({ ...file, patch: patches[index] ?? '' }));
}

/** The whole difference as `git diff` prints it. */
export async function rawDiff(gitDir: string, from: string, to: string): Promise<Buffer> {
  const { stdout } = await runGit(gitDir, ['diff-tree', '-r', '-p', ...OPTIONS, from, to]);
  return stdout;
}

export async function countChangedFiles(gitDir: string, from: string, to: string): Promise<number> {
  const { text } = await runGit(gitDir, ['diff-tree', '-r', '-z', '--raw', ...OPTIONS, from, to]);
  return parseRaw(text).length;
}

export async function countChangedLines(
  gitDir: string,
  from: string,
  to: string,
): Promise<{ additions: number; deletions: number }> {
  const { text } = await runGit(gitDir, ['diff-tree', '-r', '--numstat', ...OPTIONS, from, to]);
  const lines = text.split('\n').filter((line) => line !== '');
  const sum = (column: number) => lines.reduce((total, line) => total + (Number(line.split('\t')[column]) || 0), 0);
  return { additions: sum(0), deletions: sum(1) };
}

/** The tree with nothing in it, which first commits are compared with. */
export const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/** `:100644 100644 <sha> <sha> M\0path\0`, with a second path for renames. */
function parseRaw(text: string): Omit<FileDifference, 'patch'>[] {
  const fields = text.split('\0');
  const files: Omit<FileDifference, 'patch'>[] = [];
  let index = 0;
  while (fields[index]?.startsWith(':')) {
    const [oldMode = '', newMode = '', , , status = ''] = (fields[index] ?? '').slice(1).split(' ');
    const isRename = status.startsWith('R');
    const oldPath = fields[index + 1] ?? '';
    files.push({
      oldMode,
      newMode,
      oldPath,
      newPath: isRename ? (fields[index + 2] ?? '') : oldPath,
      change: changeOf(status),
    });
    index += isRename ? 3 : 2;
  }
  return files;
}

function changeOf(status: string): FileDifference['change'] {
  switch (status.charAt(0)) {
    case 'A':
      return 'added';
    case 'D':
      return 'deleted';
    case 'R':
      return 'renamed';
    default:
      return 'modified';
  }
}

/** One text for each file, in git's order. Lines of a file's content never begin with `diff --git`: they are indented. */
function splitPatches(text: string): string[] {
  const patches: string[][] = [];
  let isHeader = true;
  for (const line of text.split('\n')) {
    if (line.startsWith('diff --git ')) {
      patches.push([]);
      isHeader = true;
    } else {
      if (line.startsWith('@@') || line.startsWith('Binary files ')) {
        isHeader = false;
      }
      if (!isHeader) {
        patches.at(-1)?.push(line);
      }
    }
  }
  // The split leaves an empty text after the last line end of the last patch.
  return patches.map((lines, index) => {
    const whole = lines.join('\n');
    const isLast = index === patches.length - 1;
    return whole === '' || isLast ? whole : `${whole}\n`;
  });
}
