import { readCommit } from '../../git/commits.ts';
import { mayAtLeast } from '../access/rights.ts';
import type { Instance } from '../instance.ts';
import { unprocessable } from '../rest/api-error.ts';
import { gitDirOf, repositoryById } from '../state/lookup.ts';
import type { PullRecord, ReviewRecord, ReviewState, UserRecord } from '../state/model.ts';
import { bringsAnother } from './refresh.ts';
import { comment } from './timeline.ts';

export type ReviewWish = {
  event: ReviewState;
  body: string;
  /** Empty for the head. A commit that is not the head is no error: the review is stale from the start. */
  commitSha: string;
  comments: readonly { path: string; body: string; newLine: number; oldLine: number }[];
};

/** CreatePullReview of routers/api/v1/repo/pull_review.go and SubmitReview of services/pull/review.go. */
export function submitReview(
  instance: Instance,
  pull: PullRecord,
  user: UserRecord,
  wish: ReviewWish,
): Promise<ReviewRecord> {
  refuseOwn(pull, user, wish);
  refuseEmpty(wish);
  return instance.repositories.exclusively(pull.repositoryId, async () => {
    const { store, clock } = instance;
    const isVerdict = wish.event === 'APPROVED' || wish.event === 'REQUEST_CHANGES';
    if (isVerdict && pull.isClosed) {
      throw unprocessable("can't submit review for a closed or merged PR");
    }
    const repository = repositoryById(store.state, pull.repositoryId);
    const commitSha = wish.commitSha === '' ? pull.headSha : wish.commitSha;
    await readCommit(gitDirOf(instance, repository), commitSha);
    const isStale = isVerdict && commitSha !== pull.headSha && (await bringsAnother(instance, pull, commitSha));
    const isOfficial = isVerdict && mayAtLeast(user, repository, 'write');
    if (isOfficial) {
      forgetOlder(instance, pull, user);
    }
    const review: ReviewRecord = {
      id: store.nextId('review'),
      repositoryId: pull.repositoryId,
      index: pull.index,
      userId: user.id,
      state: wish.event,
      body: wish.body,
      commitSha,
      isOfficial,
      isStale,
      isDismissed: false,
      submittedAt: clock.now(),
    };
    store.state.reviews.push(review);
    comment(instance, pull, { userId: user.id, type: 'review', body: wish.body, reviewId: review.id });
    for (const { path, body, newLine, oldLine } of wish.comments) {
      const line = newLine > 0 ? newLine : -oldLine;
      comment(instance, pull, { userId: user.id, type: 'code', body, reviewId: review.id, path, line, commitSha });
    }
    return review;
  });
}

function refuseOwn({ authorId }: PullRecord, { id }: UserRecord, { event }: ReviewWish): void {
  if (id === authorId && event === 'APPROVED') {
    throw unprocessable('approve your own pull is not allowed');
  }
  if (id === authorId && event === 'REQUEST_CHANGES') {
    throw unprocessable('reject your own pull is not allowed');
  }
}

function refuseEmpty({ event, body, comments }: ReviewWish): void {
  const hasBody = body.trim() !== '';
  if (event === 'REQUEST_CHANGES' && !hasBody) {
    throw unprocessable(`review event ${event} requires a body`);
  }
  if (event === 'COMMENT' && !hasBody && comments.length === 0) {
    throw unprocessable(`review event ${event} requires a body or a comment`);
  }
}

/** Only the newest verdict of a person counts. */
function forgetOlder({ store: { state } }: Instance, pull: PullRecord, user: UserRecord): void {
  for (const review of state.reviews) {
    if (review.repositoryId === pull.repositoryId && review.index === pull.index && review.userId === user.id) {
      review.isOfficial = false;
    }
  }
}
