import type { Commit } from '../../git/commits.ts';
import type { FileDifference } from '../../git/diff.ts';
import { canPushToBranch, isProtected, rulesFor } from '../access/rights.ts';
import type { Instance } from '../instance.ts';
import type { ProjectRecord, UserRecord } from '../state/model.ts';
import { projectUrl } from './project.ts';
import { gitTime } from './time.ts';

export const shortSha = (sha: string) => sha.slice(0, 8);

export function renderCommit(instance: Instance, project: ProjectRecord, commit: Commit) {
  return {
    id: commit.sha,
    short_id: shortSha(commit.sha),
    created_at: gitTime(commit.committedAt),
    parent_ids: commit.parents,
    title: commit.title,
    message: commit.message,
    author_name: commit.authorName,
    author_email: commit.authorEmail,
    authored_date: gitTime(commit.authoredAt),
    committer_name: commit.committerName,
    committer_email: commit.committerEmail,
    committed_date: gitTime(commit.committedAt),
    trailers: {},
    extended_trailers: {},
    web_url: `${projectUrl(instance, project)}/-/commit/${commit.sha}`,
  };
}

export type BranchFacts = { name: string; commit: Commit; isMerged: boolean };

export function renderBranch(instance: Instance, project: ProjectRecord, user: UserRecord | null, branch: BranchFacts) {
  const rules = rulesFor(project, branch.name);
  return {
    name: branch.name,
    commit: renderCommit(instance, project, branch.commit),
    merged: branch.isMerged,
    protected: isProtected(project, branch.name),
    developers_can_push: rules.some((rule) => rule.pushAccessLevel === 30),
    developers_can_merge: rules.some((rule) => rule.mergeAccessLevel === 30),
    can_push: user !== null && canPushToBranch(instance.store.state, user, project, branch.name),
    default: branch.name === project.defaultBranch,
    web_url: `${projectUrl(instance, project)}/-/tree/${branch.name}`,
  };
}

/** Above this a patch is left out and may be asked for; above ten times as much it cannot be had through the API. */
const COLLAPSE_BYTES = 20 * 1024;
const TOO_LARGE_BYTES = 200 * 1024;

export function renderDiff(file: FileDifference, withHeader: boolean) {
  const size = Buffer.byteLength(file.patch);
  const isTooLarge = size > TOO_LARGE_BYTES;
  const isCollapsed = !isTooLarge && size > COLLAPSE_BYTES;
  const header = withHeader && file.patch.startsWith('@@') ? unifiedHeader(file) : '';
  return {
    diff: isTooLarge || isCollapsed ? '' : `${header}${file.patch}`,
    new_path: file.newPath,
    old_path: file.oldPath,
    a_mode: file.change === 'added' ? '0' : file.oldMode,
    b_mode: file.change === 'deleted' ? '0' : file.newMode,
    new_file: file.change === 'added',
    renamed_file: file.change === 'renamed',
    deleted_file: file.change === 'deleted',
    generated_file: false,
    collapsed: isCollapsed,
    too_large: isTooLarge,
  };
}

function unifiedHeader(file: FileDifference): string {
  const before = file.change === 'added' ? '/dev/null' : `a/${file.oldPath}`;
  const after = file.change === 'deleted' ? '/dev/null' : `b/${file.newPath}`;
  return `--- ${before}\n+++ ${after}\n`;
}
