import type { z } from 'zod';
import type { Judgement } from '#lib/adapters/forge/_shared/judgement.ts';
import type { FileDiff, ForgeCommit, ForgeNote, ForgeRepository, MergeRequest } from '#lib/ports/forge.ts';
import type { ChangedFile, Comment, GitCommit, LineComment, Pull, Repository, Review } from './schema.ts';

/** What is archived takes no push and no merge from anybody. */
export function toRepository(repository: z.infer<typeof Repository>): ForgeRepository {
  const { full_name, default_branch, html_url, archived, permissions } = repository;
  const canWrite = permissions?.push === true && !archived;
  return {
    path: full_name,
    defaultBranch: default_branch || 'main',
    webUrl: html_url,
    canPush: canWrite,
    canMerge: canWrite,
  };
}

export function toCommit({ sha, message, author, committer, html_url }: z.infer<typeof GitCommit>): ForgeCommit {
  return { sha, message, authorName: author?.name ?? '', createdAt: committer?.date ?? 0, webUrl: html_url };
}

export function toMergeRequest(pull: Pull, judgement: Judgement): MergeRequest {
  const isMerged = pull.merged_at !== null;
  return {
    iid: pull.number,
    state: isMerged ? 'merged' : pull.state === 'closed' ? 'closed' : 'opened',
    title: pull.title,
    description: pull.body ?? '',
    webUrl: pull.html_url,
    sourceBranch: pull.head.ref,
    targetBranch: pull.base.ref,
    headSha: pull.head.sha,
    author: pull.user,
    isFork: isOfFork(pull),
    isDraft: pull.draft,
    ...judgement,
    mergeSha: isMerged ? (pull.merge_commit_sha ?? null) : null,
    mergedBy: pull.merged_by ?? null,
    mergedAt: pull.merged_at,
    createdAt: pull.created_at ?? 0,
    updatedAt: pull.updated_at ?? 0,
  };
}

/** A fork that was deleted is still one. */
export function isOfFork({ head, base }: Pull): boolean {
  return head.repo == null || head.repo.id !== base.repo?.id;
}

export function toNote({ id, user, body, created_at }: Comment): ForgeNote {
  return { id: String(id), author: user, body: body ?? '', createdAt: created_at ?? 0, place: null };
}

/** What was written with a verdict. Without a word it is a decision, and no note; what was not sent yet is none either. */
export function toReviewNote({ id, user, body, state, submitted_at }: Review): ForgeNote[] {
  const text = body ?? '';
  return text.trim() === '' || state === 'PENDING'
    ? []
    : [{ id: `review-${id}`, author: user, body: text, createdAt: submitted_at ?? 0, place: null }];
}

export function toLineNote(comment: LineComment): ForgeNote {
  const line = comment.line ?? comment.original_line ?? null;
  const place = line === null ? null : { path: comment.path, line, isOld: comment.side === 'LEFT' };
  return { ...toNote(comment), id: `line-${comment.id}`, place };
}

/** git's modes of what is no file. */
const ENTRIES: Readonly<Record<string, FileDiff['entry']>> = { '120000': 'link', '160000': 'submodule' };
const CHANGES: Readonly<Record<string, FileDiff['change']>> = {
  added: 'added',
  copied: 'added',
  removed: 'deleted',
  renamed: 'renamed',
};

/** @param mode what stands at the path afterwards, of which a comparison says nothing */
export function toFileDiff({ filename, previous_filename, status, patch }: ChangedFile, mode: string): FileDiff {
  const change = CHANGES[status] ?? 'modified';
  return {
    path: filename,
    oldPath: change === 'renamed' ? (previous_filename ?? filename) : filename,
    change,
    entry: ENTRIES[mode] ?? 'file',
    patch: patch ?? null,
  };
}
