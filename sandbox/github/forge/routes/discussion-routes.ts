import type { RequestContext } from '../../../http/router.ts';
import { invalid } from '../../rest/api-error.ts';
import { type ApiCall, type ApiRoute, paged } from '../../rest/call.ts';
import { listOf, optionalText, requiredText } from '../../rest/fields.ts';
import { reviewsOf } from '../pulls/gates.ts';
import { comment, commentLine, submitReview } from '../pulls/review.ts';
import { renderComment, renderLineComment, renderReview } from '../render/pull.ts';
import type { CommentRecord } from '../state/model.ts';
import { pullOf, type Subject, subjectOf, writableOf } from './subject.ts';

/** What people say under a pull request. Whoever may read may write here. */
export const DISCUSSION_ROUTES: readonly ApiRoute[] = [
  ['GET', '/repos/:owner/:repo/issues/:number/comments', listComments],
  ['POST', '/repos/:owner/:repo/issues/:number/comments', addComment],
  ['POST', '/repos/:owner/:repo/issues/:number/labels', addLabels],
  ['GET', '/repos/:owner/:repo/pulls/:number/comments', listLineComments],
  ['POST', '/repos/:owner/:repo/pulls/:number/comments', addLineComment],
  ['GET', '/repos/:owner/:repo/pulls/:number/reviews', listReviews],
  ['POST', '/repos/:owner/:repo/pulls/:number/reviews', addReview],
];

const LONGEST_BODY = 65_536;

function commentsOf({ forge, pull }: ReturnType<typeof pullOf>, isBesideLine: boolean): CommentRecord[] {
  return forge.store.state.comments.filter(
    (each) =>
      each.repositoryId === pull.repositoryId && each.number === pull.number && (each.place !== null) === isBesideLine,
  );
}

async function bodyOf(call: ApiCall): Promise<string> {
  const body = requiredText(await call.fields(), 'body', 'IssueComment');
  if (body.length > LONGEST_BODY) {
    const message = `body is too long (maximum is ${LONGEST_BODY} characters)`;
    throw invalid({ resource: 'IssueComment', field: 'body', code: 'custom', message });
  }
  return body;
}

/** Oldest first, whatever is asked. */
function listComments(call: ApiCall, context: RequestContext) {
  return paged(call, context, null, commentsOf(pullOf(call), false), (each) => renderComment(call, each));
}

async function addComment(call: ApiCall) {
  const { forge, pull, user } = pullOf(call, writableOf(call, 'pull'));
  return { status: 201, body: renderComment(call, comment(forge, pull, user, { body: await bodyOf(call) })) };
}

/** Labels that are not there are made by those who may write; others may not label at all. */
async function addLabels(call: ApiCall) {
  const { forge, pull, repository } = pullOf(call, writableOf(call, 'triage'));
  const names = listOf(await call.fields(), 'labels').map(String);
  repository.labels = [...new Set([...repository.labels, ...names])];
  pull.labels = [...new Set([...pull.labels, ...names])];
  forge.store.changed();
  return { body: pull.labels.map((name) => ({ name })) };
}

function listLineComments(call: ApiCall, context: RequestContext) {
  const subject = pullOf(call);
  const all = commentsOf(subject, true);
  const isNewestFirst = call.query.has('sort') && call.query.get('direction') === 'desc';
  const ordered = isNewestFirst ? all.toReversed() : all;
  return paged(call, context, null, ordered, (each) => renderLineComment(call, each, subject.pull.headSha));
}

async function addLineComment(call: ApiCall) {
  const subject: Subject = writableOf(call, 'pull');
  const { forge, pull, user } = pullOf(call, subject);
  const fields = await call.fields();
  const resource = 'PullRequestReviewComment';
  const made = await commentLine(forge, pull, user, {
    body: requiredText(fields, 'body', resource),
    path: requiredText(fields, 'path', resource),
    commitSha: requiredText(fields, 'commit_id', resource),
    line: typeof fields.line === 'number' ? fields.line : 0,
    side: fields.side === 'LEFT' ? 'LEFT' : 'RIGHT',
  });
  return { status: 201, body: renderLineComment(call, made, pull.headSha) };
}

/** One that is not sent yet is shown to whoever writes it. */
function listReviews(call: ApiCall, context: RequestContext) {
  const subject = subjectOf(call);
  const { forge, pull, user } = pullOf(call, subject);
  const shown = reviewsOf(forge, pull).filter(({ state, userId }) => state !== 'PENDING' || userId === user.id);
  return paged(call, context, null, shown, (each) => renderReview(call, each));
}

async function addReview(call: ApiCall) {
  const { forge, pull, user } = pullOf(call, writableOf(call, 'pull'));
  const fields = await call.fields();
  const review = await submitReview(forge, pull, user, {
    event: optionalText(fields, 'event') ?? '',
    body: optionalText(fields, 'body') ?? '',
    commitSha: optionalText(fields, 'commit_id'),
  });
  return { body: renderReview(call, review) };
}
