import { type Commit, readCommit } from '../../../git/commits.ts';
import { runGit } from '../../../git/run-git.ts';
import type { ApiCall } from '../../rest/call.ts';
import type { Subject } from '../routes/subject.ts';
import { pathOf } from '../state/lookup.ts';

const UNSIGNED = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null };

/** UTC, as GitHub writes all times. */
const inUtc = (text: string) => `${new Date(text).toISOString().slice(0, 19)}Z`;

function peopleOf(commit: Commit) {
  return {
    author: { name: commit.authorName, email: commit.authorEmail, date: inUtc(commit.authoredAt) },
    committer: { name: commit.committerName, email: commit.committerEmail, date: inUtc(commit.committedAt) },
  };
}

/** git's own object, as the addresses below `/git` have it. */
export async function renderGitCommit(call: ApiCall, { forge, repository, gitDir }: Subject, sha: string) {
  const commit = await readCommit(gitDir, sha);
  const path = pathOf(forge.store.state, repository);
  const tree = (await runGit(gitDir, ['rev-parse', `${sha}^{tree}`])).text.trim();
  const git = `${call.apiUrl}/repos/${path}/git`;
  return {
    sha,
    url: `${git}/commits/${sha}`,
    html_url: `${call.webUrl}/${path}/commit/${sha}`,
    ...peopleOf(commit),
    tree: { sha: tree, url: `${git}/trees/${tree}` },
    message: commit.message,
    parents: commit.parents.map((parent) => ({ sha: parent, url: `${git}/commits/${parent}` })),
    verification: UNSIGNED,
  };
}

/** The same with what GitHub knows of it: the form that branches and comparisons have. */
export async function renderCommit(call: ApiCall, subject: Subject, sha: string) {
  const { url, html_url, parents, author, committer, message, tree } = await renderGitCommit(call, subject, sha);
  return {
    sha,
    url: url.replace('/git/commits/', '/commits/'),
    html_url,
    commit: { author, committer, message, tree, verification: UNSIGNED },
    author: null,
    committer: null,
    parents,
  };
}
