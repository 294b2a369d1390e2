import type { z } from 'zod';
import type {
  FileDiff,
  ForgeCommit,
  ForgeNote,
  ForgeRepository,
  Mergeability,
  MergeRequest,
  Pipeline,
} from '#lib/ports/forge.ts';
import type { Commit, Diff, MergeRequestBody, NoteBody, PipelineBody, Project } from './schema.ts';

const DEVELOPER = 30;

export function toRepository(project: z.infer<typeof Project>): ForgeRepository {
  const levels = [project.permissions?.project_access?.access_level, project.permissions?.group_access?.access_level];
  const level = Math.max(0, ...levels.filter((each) => each !== undefined));
  return {
    path: project.path_with_namespace,
    defaultBranch: project.default_branch ?? 'main',
    webUrl: project.web_url,
    canPush: level >= DEVELOPER,
    canMerge: level >= DEVELOPER,
  };
}

export function toCommit(commit: z.infer<typeof Commit>): ForgeCommit {
  return {
    sha: commit.id,
    message: commit.message,
    authorName: commit.author_name,
    createdAt: commit.created_at ?? 0,
    webUrl: commit.web_url,
  };
}

/** GitLab is still computing with these: `detailed_merge_status` values of doc/api/merge_requests.md. */
const CHECKING = ['unchecked', 'checking', 'preparing', 'approvals_syncing', 'cannot_be_merged_recheck'];

function toMergeability(status: string): Mergeability {
  // Only these two mean go; every other word, also one that a newer release brings, blocks.
  if (status === 'mergeable' || status === 'can_be_merged') {
    return 'mergeable';
  }
  if (status === 'ci_still_running') {
    return 'running';
  }
  return CHECKING.includes(status) ? 'checking' : 'blocked';
}

export function toMergeRequest(body: MergeRequestBody): MergeRequest {
  const status = body.detailed_merge_status ?? body.merge_status ?? 'unchecked';
  return {
    iid: body.iid,
    state: body.state,
    title: body.title,
    description: body.description ?? '',
    webUrl: body.web_url,
    sourceBranch: body.source_branch,
    targetBranch: body.target_branch,
    headSha: body.sha ?? '',
    author: body.author,
    isFork: body.source_project_id !== body.target_project_id,
    isDraft: body.draft,
    mergeability: toMergeability(status),
    mergeStatus: status,
    mergeSha: body.merge_commit_sha ?? body.squash_commit_sha ?? (body.state === 'merged' ? (body.sha ?? null) : null),
    mergedBy: body.merge_user ?? null,
    mergedAt: body.merged_at,
    createdAt: body.created_at ?? 0,
    updatedAt: body.updated_at ?? 0,
  };
}

export function toNote({ id, author, body, created_at, position }: NoteBody): ForgeNote {
  return { id: String(id), author, body, createdAt: created_at ?? 0, place: toPlace(position ?? {}) };
}

function toPlace({ new_path, new_line, old_path, old_line }: NonNullable<NoteBody['position']>): ForgeNote['place'] {
  if (new_path != null && new_line != null) {
    return { path: new_path, line: new_line, isOld: false };
  }
  return old_path == null || old_line == null ? null : { path: old_path, line: old_line, isOld: true };
}

export function toFileDiff(diff: z.infer<typeof Diff>): FileDiff {
  const change = diff.new_file ? 'added' : diff.deleted_file ? 'deleted' : diff.renamed_file ? 'renamed' : 'modified';
  // An empty patch of a changed file is one GitLab left out, not a change of nothing; a new empty file has none.
  const leftOut = diff.too_large === true || diff.collapsed === true || (diff.diff === '' && change === 'modified');
  const { old_path: oldPath, new_path: path, b_mode: mode } = diff;
  return { path, oldPath, change, entry: ENTRIES[mode] ?? 'file', patch: leftOut ? null : diff.diff };
}

/** git's modes of what is no file. */
const ENTRIES: Readonly<Record<string, FileDiff['entry']>> = { '120000': 'link', '160000': 'submodule' };

export function toPipeline(body: z.infer<typeof PipelineBody>): Pipeline {
  return { id: body.id, sha: body.sha, state: toPipelineState(body.status), webUrl: body.web_url };
}

function toPipelineState(status: string): Pipeline['state'] {
  switch (status) {
    case 'running':
    case 'canceling':
      return 'running';
    case 'success':
    case 'failed':
    case 'canceled':
    case 'skipped':
    case 'manual':
      return status;
    default:
      return 'pending';
  }
}
