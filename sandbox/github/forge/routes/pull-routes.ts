import type { RequestContext } from '../../../http/router.ts';
import { ApiError, invalid } from '../../rest/api-error.ts';
import { type ApiCall, type ApiReply, type ApiRoute, paged } from '../../rest/call.ts';
import { optionalText, requiredText } from '../../rest/fields.ts';
import { mayAtLeast } from '../access.ts';
import { mergePull } from '../pulls/merge.ts';
import { openPull } from '../pulls/open.ts';
import { updateBranch } from '../pulls/update-branch.ts';
import { renderPull, renderWholePull } from '../render/pull.ts';
import { pathOf } from '../state/lookup.ts';
import type { PullRecord } from '../state/model.ts';
import { pullOf, type Subject, subjectOf, writableOf } from './subject.ts';

export const PULL_ROUTES: readonly ApiRoute[] = [
  ['GET', '/repos/:owner/:repo/pulls', listPulls],
  ['POST', '/repos/:owner/:repo/pulls', createPull],
  ['GET', '/repos/:owner/:repo/pulls/:number', readPull],
  ['PATCH', '/repos/:owner/:repo/pulls/:number', changePull],
  ['PUT', '/repos/:owner/:repo/pulls/:number/merge', merge],
  ['PUT', '/repos/:owner/:repo/pulls/:number/update-branch', update],
];

/** Newest first; `head` is `owner:branch`, and is taken no notice of in another form. */
async function listPulls(call: ApiCall, context: RequestContext): Promise<ApiReply> {
  const subject = subjectOf(call);
  const { query } = call;
  const state = query.get('state') ?? 'open';
  const [head, base] = [query.get('head'), query.get('base')];
  const fits = (pull: PullRecord) =>
    (state === 'all' || pull.isClosed === (state === 'closed')) &&
    (base === null || pull.baseBranch === base) &&
    (head?.includes(':') !== true || headOf(subject, pull) === head);
  const found = subject.forge.store.state.pulls.filter(
    (pull) => pull.repositoryId === subject.repository.id && fits(pull),
  );
  const { body, headers } = paged(call, context, null, found.toReversed(), (pull) => pull);
  const rendered = await Promise.all((body as PullRecord[]).map((pull) => renderPull(call, subject, pull)));
  return { body: rendered, ...(headers === undefined ? {} : { headers }) };
}

function headOf({ forge }: Subject, { headRepositoryId, headBranch }: PullRecord): string {
  const { state } = forge.store;
  const from = state.repositories.find(({ id }) => id === headRepositoryId);
  return `${from === undefined ? '' : pathOf(state, from).split('/')[0]}:${headBranch}`;
}

async function createPull(call: ApiCall) {
  const subject = writableOf(call, 'pull');
  const fields = await call.fields();
  const pull = await openPull(subject.forge, subject.repository, subject.user, {
    title: requiredText(fields, 'title', 'PullRequest'),
    body: optionalText(fields, 'body') ?? '',
    head: requiredText(fields, 'head', 'PullRequest'),
    base: requiredText(fields, 'base', 'PullRequest'),
    isDraft: fields.draft === true,
  });
  return { status: 201, body: await renderWholePull(call, subject, pull) };
}

async function readPull(call: ApiCall) {
  const subject = pullOf(call);
  return { body: await renderWholePull(call, subject, subject.pull) };
}

/** Whoever opened it, and those who may write. */
async function changePull(call: ApiCall) {
  const subject = pullOf(call, writableOf(call, 'pull'));
  const { forge, pull, repository, user } = subject;
  if (pull.authorId !== user.id && !mayAtLeast(user, repository, 'push')) {
    throw new ApiError(403, 'Must have admin rights to Repository.');
  }
  const fields = await call.fields();
  const state = optionalText(fields, 'state');
  if (state === 'open' && pull.mergedSha !== null) {
    throw invalid({ resource: 'PullRequest', field: 'state', code: 'invalid', message: 'state cannot be changed.' });
  }
  pull.title = optionalText(fields, 'title') ?? pull.title;
  pull.body = optionalText(fields, 'body') ?? pull.body;
  pull.baseBranch = optionalText(fields, 'base') ?? pull.baseBranch;
  pull.updatedAt = forge.clock.now();
  if (state !== null) {
    pull.isClosed = state === 'closed';
    pull.closedAt = pull.isClosed ? pull.updatedAt : null;
  }
  forge.store.changed();
  return { body: await renderWholePull(call, subject, pull) };
}

async function merge(call: ApiCall) {
  const { forge, pull, user } = pullOf(call, writableOf(call));
  const fields = await call.fields();
  const method = optionalText(fields, 'merge_method') ?? 'merge';
  if (method !== 'merge' && method !== 'squash' && method !== 'rebase') {
    throw invalid({ resource: 'PullRequest', field: 'merge_method', code: 'invalid' });
  }
  const sha = await mergePull(forge, pull, user, {
    method,
    sha: optionalText(fields, 'sha'),
    title: optionalText(fields, 'commit_title'),
    message: optionalText(fields, 'commit_message'),
  });
  return { body: { sha, merged: true, message: 'Pull Request successfully merged' } };
}

async function update(call: ApiCall) {
  const { forge, pull, user } = pullOf(call, writableOf(call));
  await updateBranch(forge, pull, user, optionalText(await call.fields(), 'expected_head_sha'));
  const url = `${call.webUrl}/${call.params.owner}/${call.params.repo}/pull/${pull.number}`;
  return { status: 202, body: { message: 'Updating pull request branch.', url } };
}
