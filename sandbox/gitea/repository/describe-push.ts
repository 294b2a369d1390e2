import { type Commit, listCommits, readCommit } from '../../git/commits.ts';
import { ZERO_SHA } from '../../git/refs.ts';
import type { Instance } from '../instance.ts';
import { gitDirOf, pathOf, repositoryById } from '../state/lookup.ts';
import type { PendingPush } from '../state/model.ts';

/** `FEED_MAX_COMMIT_NUM` of a Gitea that nobody configured, and how far back a new branch is looked at. */
const MAX_COMMITS = 5;
const MAX_NEW = 10;

/**
 * What the feed says of a push: `PushCommits` of modules/repository/commits.go. Of a new branch the older end of
 * `CompareURL` is a guess, the parent of the oldest commit that was looked at.
 */
export async function describePush(instance: Instance, push: PendingPush): Promise<Record<string, unknown>> {
  const { state } = instance.store;
  const repository = repositoryById(state, push.repositoryId);
  const gitDir = gitDirOf(instance, repository);
  const isNew = push.before === ZERO_SHA;
  const commits = await listCommits(gitDir, {
    revisions: isNew ? [push.after] : [push.after, `^${push.before}`],
    ...(isNew ? { limit: MAX_NEW } : {}),
  });
  const from = isNew ? (commits.at(-1)?.parents[0] ?? repository.defaultBranch) : push.before;
  return {
    Commits: commits.slice(0, MAX_COMMITS).map(toPushCommit),
    HeadCommit: toPushCommit(await readCommit(gitDir, push.after)),
    CompareURL: `${pathOf(state, repository)}/compare/${from}...${push.after}`,
    Len: commits.length,
  };
}

function toPushCommit(commit: Commit): Record<string, unknown> {
  return {
    Sha1: commit.sha,
    Message: commit.message,
    AuthorEmail: commit.authorEmail,
    AuthorName: commit.authorName,
    CommitterEmail: commit.committerEmail,
    CommitterName: commit.committerName,
    Signature: null,
    Verification: null,
    Timestamp: commit.committedAt,
  };
}
