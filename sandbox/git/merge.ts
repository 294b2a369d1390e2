import { rm } from 'node:fs/promises';
import { mergeBase } from './refs.ts';
import { GitError, runGit } from './run-git.ts';
import { commitTree, committerEnvironment, type Signature } from './write-commit.ts';

/** The tree that merging would give, or null when the two conflict. Touches no ref. */
export async function mergeTree(gitDir: string, target: string, source: string): Promise<string | null> {
  const { exitCode, text } = await runGit(gitDir, ['merge-tree', '--write-tree', target, source], {
    exitCodes: [0, 1],
    // git 2.39 asks for an identity here although it makes no commit.
    env: { GIT_COMMITTER_NAME: 'Sandbox', GIT_COMMITTER_EMAIL: 'forge@sandbox.invalid' },
  });
  return exitCode === 0 ? (text.split('\n')[0] ?? '') : null;
}

export type MergeRequestToGit = {
  target: string;
  source: string;
  message: string;
  by: Signature;
  /** Make one commit of the source's commits first, with this message. */
  squash: { message: string; author: Signature } | null;
};

/** Stores the merge commit (and the squashed one) without moving a branch; null when the branches conflict. */
export async function writeMerge(
  gitDir: string,
  merge: MergeRequestToGit,
): Promise<{ mergeSha: string; squashSha: string | null } | null> {
  const tree = await mergeTree(gitDir, merge.target, merge.source);
  if (tree === null) {
    return null;
  }
  const squashSha = merge.squash === null ? null : await writeSquash(gitDir, merge, merge.squash);
  const mergeSha = await commitTree(gitDir, {
    tree,
    parents: [merge.target, squashSha ?? merge.source],
    message: merge.message,
    author: merge.by,
    committer: merge.by,
  });
  return { mergeSha, squashSha };
}

async function writeSquash(
  gitDir: string,
  merge: MergeRequestToGit,
  squash: { message: string; author: Signature },
): Promise<string> {
  const base = await mergeBase(gitDir, [merge.target, merge.source]);
  const { text } = await runGit(gitDir, ['rev-parse', `${merge.source}^{tree}`]);
  return commitTree(gitDir, {
    tree: text.trim(),
    parents: base === null ? [] : [base],
    message: squash.message,
    author: squash.author,
    committer: merge.by,
  });
}

/** Replays `source` on top of `target` in a throw-away working tree. Null when a commit conflicts. */
export async function rebase(
  gitDir: string,
  options: { source: string; target: string; by: Signature; scratchPath: string },
): Promise<string | null> {
  const { source, target, by, scratchPath } = options;
  await runGit(gitDir, ['worktree', 'add', '--quiet', '--detach', scratchPath, source]);
  try {
    await runGit(`${scratchPath}/.git`, ['rebase', '--quiet', target], {
      cwd: scratchPath,
      env: committerEnvironment(by),
    });
    const { text } = await runGit(`${scratchPath}/.git`, ['rev-parse', 'HEAD'], { cwd: scratchPath });
    return text.trim();
  } catch (error) {
    if (error instanceof GitError) {
      return null;
    }
    throw error;
  } finally {
    await rm(scratchPath, { recursive: true, force: true });
    await runGit(gitDir, ['worktree', 'prune']);
  }
}
