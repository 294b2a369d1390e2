import { runGit } from './run-git.ts';

export const ZERO_SHA = '0'.repeat(40);

/** Longer than any file system lets a ref be; keeps names off the command line that would not fit on it. */
const MAX_NAME_LENGTH = 1000;

export type BranchHead = { name: string; sha: string };

/** Whether git would take this as the name of a branch. */
export async function isValidBranchName(gitDir: string, name: string): Promise<boolean> {
  if (name.startsWith('-') || name.length > MAX_NAME_LENGTH || name.includes('\n') || name.includes('\0')) {
    return false;
  }
  const { exitCode } = await runGit(gitDir, ['check-ref-format', `refs/heads/${name}`], { exitCodes: [0, 1, 129] });
  return exitCode === 0;
}

/** The commit of a branch, or null. */
export async function branchSha(gitDir: string, name: string): Promise<string | null> {
  return name === '' ? null : resolveExactly(gitDir, `refs/heads/${name}`);
}

/**
 * The commit that a branch, a tag or a SHA (short ones too) stands for, or null. `HEAD` is the default branch.
 * Nothing else of git's revision syntax is understood, so that a name never means more than it says.
 */
export async function resolveCommit(gitDir: string, name: string): Promise<string | null> {
  if (name === 'HEAD') {
    return resolveExactly(gitDir, 'HEAD');
  }
  const candidates = name.startsWith('refs/') ? [name] : [`refs/heads/${name}`, `refs/tags/${name}`];
  for (const candidate of candidates) {
    const sha = await resolveExactly(gitDir, candidate);
    if (sha !== null) {
      return sha;
    }
  }
  return /^[0-9a-f]{7,40}$/.test(name) ? resolveExactly(gitDir, name) : null;
}

async function resolveExactly(gitDir: string, revision: string): Promise<string | null> {
  if (revision.length > MAX_NAME_LENGTH || /[\0\n~^:?*[\\\s]|\.\.|@\{/.test(revision)) {
    return null;
  }
  const { exitCode, text } = await runGit(gitDir, ['rev-parse', '--verify', '--quiet', `${revision}^{commit}`], {
    exitCodes: [0, 1, 128],
  });
  return exitCode === 0 ? text.trim() : null;
}

export async function listBranches(gitDir: string): Promise<BranchHead[]> {
  const { text } = await runGit(gitDir, ['for-each-ref', '--format=%(objectname) %(refname)', 'refs/heads']);
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({ sha: line.slice(0, 40), name: line.slice(41 + 'refs/heads/'.length) }));
}

/** Names of the branches whose history holds the commit, the order git lists them in. */
export async function branchesContaining(gitDir: string, sha: string): Promise<string[]> {
  const { text } = await runGit(gitDir, [
    'for-each-ref',
    `--contains=${sha}`,
    '--format=%(refname:lstrip=2)',
    'refs/heads',
  ]);
  return text.split('\n').filter((name) => name !== '');
}

/** Names of branches that `sha` holds already. */
export async function branchesMergedInto(gitDir: string, sha: string): Promise<Set<string>> {
  const { text } = await runGit(gitDir, [
    'for-each-ref',
    `--merged=${sha}`,
    '--format=%(refname:lstrip=2)',
    'refs/heads',
  ]);
  return new Set(text.split('\n').filter((name) => name !== ''));
}

/**
 * Moves refs, all or none, each only if it still is where the caller saw it (ZERO_SHA: not there; as `after`: delete).
 * False when one of them moved meanwhile.
 */
export async function updateRefs(
  gitDir: string,
  updates: readonly { ref: string; before: string; after: string }[],
): Promise<boolean> {
  const commands = updates.map(({ ref, before, after }) =>
    after === ZERO_SHA ? `delete ${ref}\0${before}\0` : `update ${ref}\0${after}\0${before}\0`,
  );
  const { exitCode } = await runGit(gitDir, ['update-ref', '--stdin', '-z'], {
    input: commands.join(''),
    exitCodes: [0, 128],
  });
  return exitCode === 0;
}

export async function isAncestor(gitDir: string, ancestor: string, descendant: string): Promise<boolean> {
  const { exitCode } = await runGit(gitDir, ['merge-base', '--is-ancestor', ancestor, descendant], {
    exitCodes: [0, 1],
  });
  return exitCode === 0;
}

/** The best common ancestor, or null when the histories have nothing in common. */
export async function mergeBase(gitDir: string, shas: readonly string[]): Promise<string | null> {
  const { exitCode, text } = await runGit(gitDir, ['merge-base', ...shas], { exitCodes: [0, 1] });
  return exitCode === 0 ? text.trim() : null;
}
