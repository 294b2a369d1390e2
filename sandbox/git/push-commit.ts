import { readCommit } from './commits.ts';
import { updateRefs, ZERO_SHA } from './refs.ts';
import { runGit } from './run-git.ts';
import { listFiles } from './tree.ts';
import { commitTree, type Signature, writeCommit } from './write-commit.ts';

export type PushOptions = {
  message?: string;
  /** The commit claims to be somebody else's. */
  author?: { name: string; email: string };
  /** Puts the branch onto this commit's child, whatever stood there; null for a first commit of its own. */
  onto?: string | null;
  /** Of the files; git's mode of a link is `120000`. */
  mode?: string;
  /** Makes it a merge of this commit, with the files that are told and no others of it. */
  merging?: string;
};

/** Files by path; null takes one away. */
export type Changes = Readonly<Record<string, string | null>>;

/** The commit that somebody makes in a clone of their own and is about to push. Files that are there keep their mode. */
export async function writePushed(
  gitDir: string,
  parent: string | null,
  changes: Changes,
  by: Signature,
  { message = 'Change files', author, mode, merging }: PushOptions = {},
): Promise<string> {
  const files = parent === null ? new Map() : await listFiles(gitDir, parent);
  const sha = await writeCommit(gitDir, {
    parent,
    message: `${message}\n`,
    author: { ...by, ...author },
    committer: by,
    changes: Object.entries(changes).map(([path, content]) =>
      content === null
        ? { path, kind: 'remove' }
        : { path, kind: 'write', mode: mode ?? files.get(path)?.mode ?? '100644', content: Buffer.from(content) },
    ),
  });
  return merging === undefined ? sha : asMerge(gitDir, sha, merging, by);
}

/** The same files, as a commit that has another one for its second parent. */
async function asMerge(gitDir: string, sha: string, other: string, by: Signature): Promise<string> {
  const { parents, message } = await readCommit(gitDir, sha);
  const { text } = await runGit(gitDir, ['rev-parse', `${sha}^{tree}`]);
  return commitTree(gitDir, { tree: text.trim(), parents: [...parents, other], message, author: by, committer: by });
}

/** What a repository begins with. Throws where it has begun already. */
export async function writeFirstCommit(
  gitDir: string,
  branch: string,
  files: ReadonlyMap<string, string>,
  by: Signature,
): Promise<void> {
  const after = await writePushed(gitDir, null, Object.fromEntries(files), by, { message: 'Initial commit' });
  const ref = `refs/heads/${branch}`;
  if (!(await updateRefs(gitDir, [{ ref, before: ZERO_SHA, after }]))) {
    throw new Error(`a first commit could not be put onto ${ref} of ${gitDir}`);
  }
}
