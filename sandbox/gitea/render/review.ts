import type { Instance } from '../instance.ts';
import { pathOf, repositoryById, userById } from '../state/lookup.ts';
import type { CommentRecord, ReviewRecord } from '../state/model.ts';
import { timeOf } from './time.ts';
import { renderUser } from './user.ts';

function pullPage({ url, store: { state } }: Instance, of: { repositoryId: number; index: number }): string {
  return `${url}/${pathOf(state, repositoryById(state, of.repositoryId))}/pulls/${of.index}`;
}

export function renderReview(instance: Instance, review: ReviewRecord): Record<string, unknown> {
  const { state } = instance.store;
  const page = pullPage(instance, review);
  return {
    id: review.id,
    user: renderUser(instance, userById(state, review.userId)),
    team: null,
    state: review.state,
    body: review.body,
    commit_id: review.commitSha,
    stale: review.isStale,
    official: review.isOfficial,
    dismissed: review.isDismissed,
    comments_count: state.comments.filter(({ reviewId, type }) => reviewId === review.id && type === 'code').length,
    submitted_at: timeOf(review.submittedAt),
    updated_at: timeOf(review.submittedAt),
    html_url: `${page}#issuecomment-${review.id}`,
    pull_request_url: page,
  };
}

/** A text beside a line: `position` is the line of the new file, `original_position` of the old one; 0 where it is not that. */
export function renderReviewComment(instance: Instance, comment: CommentRecord): Record<string, unknown> {
  const page = pullPage(instance, comment);
  const line = comment.line ?? 0;
  return {
    id: comment.id,
    body: comment.body,
    user: renderUser(instance, userById(instance.store.state, comment.userId)),
    resolver: null,
    pull_request_review_id: comment.reviewId ?? 0,
    created_at: timeOf(comment.createdAt),
    updated_at: timeOf(comment.createdAt),
    path: comment.path,
    commit_id: comment.commitSha ?? '',
    original_commit_id: '',
    diff_hunk: '',
    position: Math.max(0, line),
    original_position: Math.max(0, -line),
    html_url: `${page}#issuecomment-${comment.id}`,
    pull_request_url: page,
  };
}

export function renderComment(instance: Instance, comment: CommentRecord): Record<string, unknown> {
  const page = pullPage(instance, comment);
  return {
    id: comment.id,
    html_url: `${page}#issuecomment-${comment.id}`,
    pull_request_url: page,
    issue_url: '',
    user: renderUser(instance, userById(instance.store.state, comment.userId)),
    original_author: '',
    original_author_id: 0,
    body: comment.body,
    created_at: timeOf(comment.createdAt),
    updated_at: timeOf(comment.createdAt),
  };
}

export function renderTimelineEntry(instance: Instance, comment: CommentRecord): Record<string, unknown> {
  return { ...renderComment(instance, comment), type: comment.type, review_id: comment.reviewId ?? 0 };
}
