import { randomUUID } from 'node:crypto';
import { runGit } from './run-git.ts';

export type Signature = { name: string; email: string; at: number };

/** A change of one path. `blob` keeps content that git has already. */
export type PathChange =
  | { path: string; kind: 'write'; mode: string; content: Buffer }
  | { path: string; kind: 'blob'; mode: string; sha: string }
  | { path: string; kind: 'remove' };

export type NewCommit = {
  /** Null makes a first commit. */
  parent: string | null;
  message: string;
  author: Signature;
  committer: Signature;
  changes: readonly PathChange[];
};

/** Stores a commit that no branch points at yet, and gives its SHA. The caller moves the branch with `updateRefs`. */
export async function writeCommit(gitDir: string, commit: NewCommit): Promise<string> {
  // fast-import writes to a ref; one of its own keeps the branches out of it.
  const ref = `refs/sandbox/${randomUUID()}`;
  const parts: Buffer[] = [
    text(`commit ${ref}\nmark :1\n`),
    text(`author ${signatureLine(commit.author)}\ncommitter ${signatureLine(commit.committer)}\n`),
    data(Buffer.from(commit.message, 'utf8')),
    text(commit.parent === null ? '' : `from ${commit.parent}\n`),
    ...commit.changes.flatMap(changeParts),
    text('\nget-mark :1\ndone\n'),
  ];
  const { text: output } = await runGit(gitDir, ['fast-import', '--quiet', '--done', '--date-format=raw'], {
    input: Buffer.concat(parts),
  });
  await runGit(gitDir, ['update-ref', '-d', ref]);
  return output.trim();
}

function changeParts(change: PathChange): Buffer[] {
  const path = quotePath(change.path);
  switch (change.kind) {
    case 'remove':
      return [text(`D ${path}\n`)];
    case 'blob':
      return [text(`M ${change.mode} ${change.sha} ${path}\n`)];
    case 'write':
      return [text(`M ${change.mode} inline ${path}\n`), data(change.content)];
  }
}

const text = (value: string) => Buffer.from(value, 'utf8');

function data(content: Buffer): Buffer {
  return Buffer.concat([text(`data ${content.length}\n`), content, text('\n')]);
}

function quotePath(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}

function signatureLine(signature: Signature): string {
  return `${cleanIdentity(signature.name)} <${cleanIdentity(signature.email)}> ${gitDate(signature)}`;
}

/** git refuses angle brackets and line ends in names; other control characters help nobody. */
function cleanIdentity(value: string): string {
  return value.replaceAll(/[<>\p{Cc}]/gu, '').trim();
}

/** A commit object for a tree that is there already, as merges need it. */
export async function commitTree(
  gitDir: string,
  commit: { tree: string; parents: readonly string[]; message: string; author: Signature; committer: Signature },
): Promise<string> {
  const { text: sha } = await runGit(
    gitDir,
    ['commit-tree', commit.tree, ...commit.parents.flatMap((parent) => ['-p', parent]), '-F', '-'],
    { input: commit.message, env: { ...authorEnvironment(commit.author), ...committerEnvironment(commit.committer) } },
  );
  return sha.trim();
}

/** The environment in which git commits in this person's name. */
export function committerEnvironment(committer: Signature): Record<string, string> {
  return {
    GIT_COMMITTER_NAME: cleanIdentity(committer.name),
    GIT_COMMITTER_EMAIL: cleanIdentity(committer.email),
    GIT_COMMITTER_DATE: gitDate(committer),
  };
}

function authorEnvironment(author: Signature): Record<string, string> {
  return {
    GIT_AUTHOR_NAME: cleanIdentity(author.name),
    GIT_AUTHOR_EMAIL: cleanIdentity(author.email),
    GIT_AUTHOR_DATE: gitDate(author),
  };
}

function gitDate(signature: Signature): string {
  return `${Math.floor(signature.at / 1000)} +0000`;
}
