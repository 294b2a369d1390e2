import { countChangedFiles } from '../../../git/diff.ts';
import { mergeBase } from '../../../git/refs.ts';
import type { ApiCall } from '../../rest/call.ts';
import { time } from '../../rest/render.ts';
import { mergeableState } from '../pulls/gates.ts';
import type { Subject } from '../routes/subject.ts';
import { pathOf, repositoryById } from '../state/lookup.ts';
import type { CommentRecord, PullRecord, ReviewRecord } from '../state/model.ts';
import { renderRepository } from './repository.ts';
import { renderUserById } from './user.ts';

/** As lists have it. */
export async function renderPull(call: ApiCall, subject: Subject, pull: PullRecord) {
  const { forge, repository, user } = subject;
  const { state } = forge.store;
  const path = pathOf(state, repository);
  const from = state.repositories.find(({ id }) => id === pull.headRepositoryId) ?? null;
  const side = (ref: string, sha: string, of: typeof from) => ({
    label: `${of === null ? '' : pathOf(state, of).split('/')[0]}:${ref}`,
    ref,
    sha,
    repo: of === null ? null : renderRepository(call, { forge, repository: of, user }),
  });
  const base = await mergeBase(subject.gitDir, [`refs/heads/${pull.baseBranch}`, pull.headSha]);
  return {
    id: pull.id,
    number: pull.number,
    url: `${call.apiUrl}/repos/${path}/pulls/${pull.number}`,
    html_url: `${call.webUrl}/${path}/pull/${pull.number}`,
    state: pull.isClosed ? 'closed' : 'open',
    locked: false,
    title: pull.title,
    body: pull.body === '' ? null : pull.body,
    user: renderUserById(call, pull.authorId),
    draft: pull.isDraft,
    labels: pull.labels.map((name) => ({ name })),
    created_at: time(pull.createdAt),
    updated_at: time(pull.updatedAt),
    closed_at: time(pull.closedAt),
    merged_at: time(pull.mergedAt),
    merge_commit_sha: pull.mergedSha ?? (pull.isMergeable === true ? pull.headSha.replace(/^./, '0') : null),
    head: side(pull.headBranch, pull.headSha, from),
    base: side(pull.baseBranch, base ?? '', repositoryById(state, pull.repositoryId)),
  };
}

/** What only the answer to one has. */
export async function renderWholePull(call: ApiCall, subject: Subject, pull: PullRecord) {
  const listed = await renderPull(call, subject, pull);
  return {
    ...listed,
    merged: pull.mergedSha !== null,
    mergeable: pull.isClosed ? null : pull.isMergeable,
    rebaseable: pull.isClosed ? null : pull.isMergeable,
    mergeable_state: await mergeableState(subject.forge, pull),
    merged_by: renderUserById(call, pull.mergerId),
    changed_files: listed.base.sha === '' ? 0 : await countChangedFiles(subject.gitDir, listed.base.sha, pull.headSha),
    maintainer_can_modify: false,
  };
}

export function renderReview(call: ApiCall, review: ReviewRecord) {
  const isPending = review.state === 'PENDING';
  return {
    id: review.id,
    user: renderUserById(call, review.userId),
    body: review.body,
    state: review.state,
    commit_id: review.commitSha,
    ...(isPending ? {} : { submitted_at: time(review.submittedAt) }),
  };
}

export function renderComment(call: ApiCall, { id, userId, body, createdAt }: CommentRecord) {
  const at = time(createdAt);
  return { id, user: renderUserById(call, userId), body, created_at: at, updated_at: at };
}

/** `line` is null where the difference does not show it any more. */
export function renderLineComment(call: ApiCall, comment: CommentRecord, headSha: string) {
  const { path, line, side, commitSha } = comment.place ?? { path: '', line: 0, side: 'RIGHT', commitSha: '' };
  return {
    ...renderComment(call, comment),
    pull_request_review_id: comment.reviewId,
    path,
    side,
    line: commitSha === headSha ? line : null,
    original_line: line,
    commit_id: commitSha,
    original_commit_id: commitSha,
    subject_type: 'line',
  };
}
