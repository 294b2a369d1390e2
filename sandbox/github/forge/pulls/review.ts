import { diffCommits } from '../../../git/diff.ts';
import { branchSha, isAncestor, mergeBase, resolveCommit } from '../../../git/refs.ts';
import { ApiError, invalid } from '../../rest/api-error.ts';
import type { ForgeInstance } from '../instance.ts';
import { gitDirOf } from '../state/lookup.ts';
import type { CommentRecord, PullRecord, ReviewRecord, ReviewState, UserRecord } from '../state/model.ts';

export type ReviewWish = { event: string; body: string; commitSha: string | null };

const STATES: Readonly<Record<string, ReviewState>> = {
  '': 'PENDING',
  APPROVE: 'APPROVED',
  REQUEST_CHANGES: 'CHANGES_REQUESTED',
  COMMENT: 'COMMENTED',
};

/** A review of one commit of a pull request; of the head where none is named. */
export async function submitReview(
  instance: ForgeInstance,
  pull: PullRecord,
  user: UserRecord,
  { event, body, commitSha }: ReviewWish,
): Promise<ReviewRecord> {
  const state = STATES[event];
  if (state === undefined) {
    throw new ApiError(422, 'Unprocessable Entity', {}, [`${event} is not a review event`]);
  }
  refuseOwn(pull, user, state);
  if ((state === 'CHANGES_REQUESTED' || state === 'COMMENTED') && body.trim() === '') {
    throw new ApiError(422, 'Unprocessable Entity', {}, ["Review Can't be blank"]);
  }
  const sha = commitSha ?? pull.headSha;
  if (!(await isOfPull(instance, pull, sha))) {
    throw new ApiError(422, 'Unprocessable Entity', {}, ['Review commit_id is not part of the pull request']);
  }
  const { store, clock } = instance;
  const review: ReviewRecord = {
    id: store.nextId('review'),
    repositoryId: pull.repositoryId,
    number: pull.number,
    userId: user.id,
    state,
    body,
    commitSha: sha,
    submittedAt: clock.now(),
  };
  store.state.reviews.push(review);
  pull.updatedAt = clock.now();
  store.changed();
  return review;
}

function refuseOwn({ authorId }: PullRecord, { id }: UserRecord, state: ReviewState): void {
  const words = { APPROVED: 'approve', CHANGES_REQUESTED: 'request changes on' }[state as string];
  if (id === authorId && words !== undefined) {
    throw new ApiError(422, 'Unprocessable Entity', {}, [`Review Can not ${words} your own pull request`]);
  }
}

/** A commit that the branch has and its target has not. */
async function isOfPull(instance: ForgeInstance, pull: PullRecord, sha: string): Promise<boolean> {
  const gitDir = gitDirOf(instance, { id: pull.repositoryId });
  const [known, base] = await Promise.all([resolveCommit(gitDir, sha), branchSha(gitDir, pull.baseBranch)]);
  return (
    known === sha &&
    (await isAncestor(gitDir, sha, pull.headSha)) &&
    (base === null || !(await isAncestor(gitDir, sha, base)))
  );
}

export type LineWish = { path: string; line: number; side: 'LEFT' | 'RIGHT'; commitSha: string; body: string };

/** A text beside a line, which the difference has to show. */
export async function commentLine(
  instance: ForgeInstance,
  pull: PullRecord,
  user: UserRecord,
  { body, ...place }: LineWish,
): Promise<CommentRecord> {
  const wrong = (field: string, message: string) =>
    invalid({ resource: 'PullRequestReviewComment', field, code: 'custom', message: `${field} ${message}` });
  if (!(await isOfPull(instance, pull, place.commitSha))) {
    throw wrong('commit_id', 'is not part of the pull request');
  }
  const gitDir = gitDirOf(instance, { id: pull.repositoryId });
  const base = await mergeBase(gitDir, [`refs/heads/${pull.baseBranch}`, place.commitSha]);
  const files = base === null ? [] : await diffCommits(gitDir, base, place.commitSha);
  const file = files.find(({ newPath }) => newPath === place.path);
  if (file === undefined) {
    throw wrong('pull_request_review_thread.path', 'is invalid');
  }
  if (!isShown(file.patch, place)) {
    throw wrong('pull_request_review_thread.line', 'must be part of the diff');
  }
  return comment(instance, pull, user, { body, place });
}

/** Whether a patch shows a line of the old file, or of the new one. */
function isShown(patch: string, { line, side }: { line: number; side: 'LEFT' | 'RIGHT' }): boolean {
  let [before, after] = [0, 0];
  for (const text of patch.split('\n')) {
    const [, old, now] = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(text) ?? [];
    if (old !== undefined) {
      [before, after] = [Number(old), Number(now)];
      continue;
    }
    const sign = text.charAt(0);
    const [isOld, isNew] = [sign === '-' || sign === ' ', sign === '+' || sign === ' '];
    if ((side === 'LEFT' && isOld && before === line) || (side === 'RIGHT' && isNew && after === line)) {
      return true;
    }
    before += isOld ? 1 : 0;
    after += isNew ? 1 : 0;
  }
  return false;
}

/** Writes a text under a pull request. */
export function comment(
  { store, clock }: ForgeInstance,
  pull: PullRecord,
  user: UserRecord,
  { body, place = null }: { body: string; place?: CommentRecord['place'] },
): CommentRecord {
  const record = {
    id: store.nextId('comment'),
    repositoryId: pull.repositoryId,
    number: pull.number,
    userId: user.id,
    body,
    reviewId: null,
    place,
    createdAt: clock.now(),
  };
  store.state.comments.push(record);
  pull.updatedAt = record.createdAt;
  store.changed();
  return record;
}
