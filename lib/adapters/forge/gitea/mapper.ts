import type { z } from 'zod';
import type { Judgement } from '#lib/adapters/forge/_shared/judgement.ts';
import type { ForgeCommit, ForgeNote, ForgeRepository, MergeRequest, Pipeline } from '#lib/ports/forge.ts';
import type { Comment, Commit, LineComment, MadeCommit, Pull, Repository, Status } from './schema.ts';

/** What is only kept takes no push and no merge from anybody. */
export function toRepository({
  full_name,
  default_branch,
  html_url,
  archived,
  permissions,
}: z.infer<typeof Repository>): ForgeRepository {
  const canWrite = permissions?.push === true && !archived;
  return {
    path: full_name,
    defaultBranch: default_branch || 'main',
    webUrl: html_url,
    canPush: canWrite,
    canMerge: canWrite,
  };
}

export function toCommit({ sha, html_url, created, commit }: Commit): ForgeCommit {
  return {
    sha,
    message: commit.message,
    authorName: commit.author?.name ?? '',
    createdAt: created ?? 0,
    webUrl: html_url,
  };
}

/** Gitea leaves `created` at its beginning of time here; the author's date is the one that is right. */
export function toMadeCommit({ commit }: z.infer<typeof MadeCommit>): ForgeCommit {
  const { sha, html_url, message, author } = commit;
  return { sha, message, authorName: author?.name ?? '', createdAt: author?.date ?? 0, webUrl: html_url };
}

export function toMergeRequest(pull: Pull, judgement: Judgement): MergeRequest {
  return {
    iid: pull.number,
    state: pull.merged ? 'merged' : pull.state === 'closed' ? 'closed' : 'opened',
    title: pull.title,
    description: pull.body ?? '',
    webUrl: pull.html_url,
    sourceBranch: sourceOf(pull),
    targetBranch: pull.base.ref,
    headSha: pull.head.sha,
    author: pull.user,
    isFork: isOfFork(pull),
    isDraft: pull.draft,
    ...judgement,
    mergeSha: pull.merged ? (pull.merge_commit_sha ?? null) : null,
    mergedBy: pull.merged_by ?? null,
    mergedAt: pull.merged_at,
    createdAt: pull.created_at ?? 0,
    updatedAt: pull.updated_at ?? 0,
  };
}

export function sourceOf({ head }: Pull): string {
  return head.label === '' ? head.ref : head.label;
}

export function isOfFork({ head, base }: Pull): boolean {
  return head.repo_id == null || head.repo_id !== base.repo_id;
}

export function toNote({ id, user, body, created_at }: z.infer<typeof Comment>): ForgeNote {
  return { id: String(id), author: user, body, createdAt: created_at ?? 0, place: null };
}

export function toLineNote(comment: z.infer<typeof LineComment>): ForgeNote {
  const { path, position, original_position } = comment;
  const line = position > 0 ? position : original_position;
  return { ...toNote(comment), place: line > 0 ? { path, line, isOld: position <= 0 } : null };
}

/** Runs of Actions and of any other pipeline are known by what they told of the commit, each as one of its own. */
export function toPipeline(status: Status, sha: string, webUrl: string): Pipeline {
  const target = status.target_url ?? '';
  const url = URL.canParse(target, `${webUrl}/`) ? new URL(target, `${webUrl}/`).href : webUrl;
  return { id: status.id, sha, state: toPipelineState(status.status), webUrl: url };
}

function toPipelineState(status: string): Pipeline['state'] {
  switch (status) {
    case 'success':
    case 'warning':
      return 'success';
    case 'error':
    case 'failure':
      return 'failed';
    case 'skipped':
      return 'skipped';
    default:
      return 'pending';
  }
}
