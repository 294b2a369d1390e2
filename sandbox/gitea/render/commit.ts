import type { Commit } from '../../git/commits.ts';
import { readCommit } from '../../git/commits.ts';
import { diffCommits, EMPTY_TREE } from '../../git/diff.ts';
import { runGit } from '../../git/run-git.ts';
import type { Instance } from '../instance.ts';
import { pathOf } from '../state/lookup.ts';
import type { RepositoryRecord } from '../state/model.ts';
import { renderUser } from './user.ts';

type Parts = { files: boolean };

/** A commit as `Commit` of modules/structs/repo_commit.go. Whoever has its author's address is that account. */
export async function renderCommit(
  instance: Instance,
  repository: RepositoryRecord,
  gitDir: string,
  commit: Commit,
  parts: Parts = { files: true },
): Promise<Record<string, unknown>> {
  const { state } = instance.store;
  const base = `${instance.url}/api/v1/repos/${pathOf(state, repository)}/git`;
  const accountOf = (email: string) => {
    const user = state.users.find((each) => each.email === email);
    return user === undefined ? null : renderUser(instance, user);
  };
  const author = { name: commit.authorName, email: commit.authorEmail, date: commit.authoredAt };
  const committer = { name: commit.committerName, email: commit.committerEmail, date: commit.committedAt };
  const tree = await treeOf(gitDir, commit.sha);
  return {
    url: `${base}/commits/${commit.sha}`,
    sha: commit.sha,
    created: commit.committedAt,
    html_url: `${instance.url}/${pathOf(state, repository)}/commit/${commit.sha}`,
    commit: {
      url: `${base}/commits/${commit.sha}`,
      author,
      committer,
      message: `${commit.message}\n`,
      tree: { url: `${base}/trees/${tree}`, sha: tree, created: commit.committedAt },
    },
    author: accountOf(commit.authorEmail),
    committer: accountOf(commit.committerEmail),
    parents: commit.parents.map((sha) => ({ url: `${base}/commits/${sha}`, sha, created: '0001-01-01T00:00:00Z' })),
    files: parts.files ? await filesOf(gitDir, commit) : null,
    stats: null,
  };
}

async function treeOf(gitDir: string, sha: string): Promise<string> {
  const { text } = await runGit(gitDir, ['rev-parse', `${sha}^{tree}`]);
  return text.trim();
}

async function filesOf(gitDir: string, { sha, parents }: Commit): Promise<{ filename: string; status: string }[]> {
  const changed = await diffCommits(gitDir, parents[0] ?? EMPTY_TREE, sha);
  const words: Record<string, string> = { deleted: 'removed' };
  return changed.map(({ newPath, change }) => ({ filename: newPath, status: words[change] ?? change }));
}

/** The commit a branch stands at: `PayloadCommit`, which calls its number `id`. */
export async function renderPayloadCommit(
  instance: Instance,
  repository: RepositoryRecord,
  gitDir: string,
  sha: string,
): Promise<Record<string, unknown>> {
  const { state } = instance.store;
  const commit = await readCommit(gitDir, sha);
  const person = (name: string, email: string) => ({
    name,
    email,
    username: state.users.find((each) => each.email === email)?.login ?? '',
  });
  return {
    id: sha,
    message: `${commit.message}\n`,
    url: `${instance.url}/${pathOf(state, repository)}/commit/${sha}`,
    author: person(commit.authorName, commit.authorEmail),
    committer: person(commit.committerName, commit.committerEmail),
    verification: null,
    timestamp: commit.authoredAt,
    added: null,
    removed: null,
    modified: null,
  };
}
