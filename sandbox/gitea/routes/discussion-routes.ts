import { reviewsOf } from '../pulls/gates.ts';
import { submitReview } from '../pulls/review.ts';
import { comment, timelineOf } from '../pulls/timeline.ts';
import { renderComment, renderReview, renderReviewComment, renderTimelineEntry } from '../render/review.ts';
import type { ApiCall, Operation } from '../rest/api-call.ts';
import { notFound, unprocessable } from '../rest/api-error.ts';
import { type Fields, listOf, requiredText, textOf } from '../rest/fields.ts';
import { paginate } from '../rest/paginate.ts';
import { pullOf, writableOf } from '../rest/subject.ts';
import type { ReviewState } from '../state/model.ts';

const EVENTS: readonly ReviewState[] = ['APPROVED', 'REQUEST_CHANGES', 'COMMENT', 'PENDING'];

export const DISCUSSION_OPERATIONS: readonly Operation[] = [
  ['GET', '/repos/:owner/:repo/pulls/:index/reviews', 'repository', listReviews],
  ['POST', '/repos/:owner/:repo/pulls/:index/reviews', 'repository', createReview],
  ['GET', '/repos/:owner/:repo/pulls/:index/reviews/:id/comments', 'repository', listReviewComments],
  // All of them at once: ListIssueComments has no pages.
  [
    'GET',
    '/repos/:owner/:repo/issues/:index/comments',
    'issue',
    (call) => {
      const entries = timelineOf(call.instance, pullOf(call).pull).filter(({ type }) => type === 'comment');
      return {
        headers: { 'x-total-count': String(entries.length) },
        body: entries.map((each) => renderComment(call.instance, each)),
      };
    },
  ],
  [
    'POST',
    '/repos/:owner/:repo/issues/:index/comments',
    'issue',
    async (call) => {
      const { pull } = pullOf(call, writableOf(call, 'read'));
      const body = requiredText(await call.fields(), 'body');
      const entry = comment(call.instance, pull, { userId: call.user().id, type: 'comment', body });
      return { status: 201, body: renderComment(call.instance, entry) };
    },
  ],
  [
    'GET',
    '/repos/:owner/:repo/issues/:index/timeline',
    'issue',
    (call) =>
      paginate(call, timelineOf(call.instance, pullOf(call).pull), (each) => renderTimelineEntry(call.instance, each)),
  ],
];

/** What somebody has not sent yet is shown to nobody else. */
function visibleReviews(call: ApiCall) {
  const asks = call.caller?.user.id;
  return reviewsOf(call.instance, pullOf(call).pull).filter(
    ({ state, userId }) => state !== 'PENDING' || userId === asks,
  );
}

function listReviews(call: ApiCall) {
  return paginate(call, visibleReviews(call), (each) => renderReview(call.instance, each));
}

function listReviewComments(call: ApiCall) {
  const review = visibleReviews(call).find(({ id }) => String(id) === call.params.id);
  if (review === undefined) {
    throw notFound();
  }
  const beside = timelineOf(call.instance, pullOf(call).pull).filter(
    ({ type, reviewId }) => type === 'code' && reviewId === review.id,
  );
  return { body: beside.map((each) => renderReviewComment(call.instance, each)) };
}

async function createReview(call: ApiCall) {
  const { pull } = pullOf(call, writableOf(call, 'read'));
  const fields = await call.fields();
  const asked = textOf(fields, 'event');
  const event = asked === '' ? 'PENDING' : EVENTS.find((each) => each === asked);
  if (event === undefined) {
    throw unprocessable(`unknown review event: ${asked}`);
  }
  const review = await submitReview(call.instance, pull, call.user(), {
    event,
    body: textOf(fields, 'body'),
    commitSha: textOf(fields, 'commit_id'),
    comments: listOf(fields, 'comments').map((raw) => {
      const each = (raw ?? {}) as Fields;
      const [newLine, oldLine] = [Number(each.new_position ?? 0), Number(each.old_position ?? 0)];
      return { path: textOf(each, 'path'), body: textOf(each, 'body'), newLine, oldLine };
    }),
  });
  return { body: renderReview(call.instance, review) };
}
