import { type Commit, countCommits, listCommits } from '../../git/commits.ts';
import { diffCommits, EMPTY_TREE } from '../../git/diff.ts';
import { ZERO_SHA } from '../../git/refs.ts';
import type { Instance } from '../instance.ts';
import { projectUrl, renderHookProject } from '../render/project.ts';
import { gitTime } from '../render/time.ts';
import { gitDirOf } from '../state/lookup.ts';
import type { PendingPush, ProjectRecord, UserRecord } from '../state/model.ts';
import { deliver } from './deliver.ts';

const MAX_COMMITS = 20;

/** Tells the push and tag hooks; the newest 20 commits are described. */
export async function sendPushHooks(
  instance: Instance,
  project: ProjectRecord,
  user: UserRecord,
  push: Pick<PendingPush, 'ref' | 'before' | 'after'>,
): Promise<void> {
  if (!instance.store.state.hooks.some((hook) => hook.projectId === project.id && hook.events.push)) {
    return;
  }
  const isTag = push.ref.startsWith('refs/tags/');
  const isRemoval = push.after === ZERO_SHA;
  const gitDir = gitDirOf(instance, project);
  const isNew = push.before === ZERO_SHA;
  const revisions = isNew ? [push.after] : [push.after, `^${push.before}`];
  const commits = isRemoval ? [] : await listCommits(gitDir, { revisions, limit: MAX_COMMITS });
  const hookProject = renderHookProject(instance, project);
  const { name, url, homepage, git_http_url, git_ssh_url, visibility_level } = hookProject;
  const payload = {
    object_kind: isTag ? 'tag_push' : 'push',
    event_name: isTag ? 'tag_push' : 'push',
    before: push.before,
    after: push.after,
    ref: push.ref,
    ref_protected: project.protectedBranches.some((rule) => `refs/heads/${rule.name}` === push.ref),
    checkout_sha: isRemoval ? null : push.after,
    message: null,
    user_id: user.id,
    user_name: user.name,
    user_username: user.username,
    user_email: null,
    user_avatar: null,
    project_id: project.id,
    project: hookProject,
    commits: await Promise.all(commits.reverse().map((commit) => renderHookCommitFiles(instance, project, commit))),
    total_commits_count: isRemoval ? 0 : await countCommits(gitDir, push.after, isNew ? null : push.before),
    push_options: {},
    repository: { name, url, description: null, homepage, git_http_url, git_ssh_url, visibility_level },
  };
  deliver(instance, project, 'push', payload, isTag ? 'Tag Push Hook' : 'Push Hook');
}

export function renderHookCommit(instance: Instance, project: ProjectRecord, commit: Commit) {
  return {
    id: commit.sha,
    message: commit.message,
    title: commit.title,
    timestamp: gitTime(commit.committedAt).replace('.000', ''),
    url: `${projectUrl(instance, project)}/-/commit/${commit.sha}`,
    author: { name: commit.authorName, email: commit.authorEmail },
  };
}

async function renderHookCommitFiles(instance: Instance, project: ProjectRecord, commit: Commit) {
  const files = await diffCommits(gitDirOf(instance, project), commit.parents[0] ?? EMPTY_TREE, commit.sha);
  const paths = (change: string) => files.filter((file) => file.change === change).map((file) => file.newPath);
  const renamed = files.filter((file) => file.change === 'renamed');
  return {
    ...renderHookCommit(instance, project, commit),
    added: [...paths('added'), ...renamed.map((file) => file.newPath)],
    modified: paths('modified'),
    removed: [...paths('deleted'), ...renamed.map((file) => file.oldPath)],
  };
}
