import { resolveCommit } from '../../../git/refs.ts';
import type { RequestContext } from '../../../http/router.ts';
import { ApiError, invalid, unprocessable } from '../../rest/api-error.ts';
import { type ApiCall, type ApiRoute, paged } from '../../rest/call.ts';
import { optionalText } from '../../rest/fields.ts';
import { headOf, suiteOf, time } from '../../rest/render.ts';
import { checkRunsOf } from '../pulls/gates.ts';
import { combinedState, latestStatuses, statusesOf } from '../pulls/statuses.ts';
import { renderRepository } from '../render/repository.ts';
import { renderUserById } from '../render/user.ts';
import { pathOf } from '../state/lookup.ts';
import { STATUS_STATES, type StatusRecord } from '../state/model.ts';
import { type Subject, subjectOf, writableOf } from './subject.ts';

/** What is said of a commit: statuses, and check runs of Actions and of other Apps. */
export const STATUS_ROUTES: readonly ApiRoute[] = [
  ['POST', '/repos/:owner/:repo/statuses/:sha', setStatus],
  ['GET', '/repos/:owner/:repo/commits/:ref/statuses', listStatuses],
  ['GET', '/repos/:owner/:repo/commits/:ref/status', combined],
  ['GET', '/repos/:owner/:repo/commits/:ref/check-runs', listCheckRuns],
];

const LONGEST_DESCRIPTION = 140;
const LONGEST_CONTEXT = 255;
const MOST_OF_ONE = 1000;

async function commitOf(call: ApiCall, { gitDir }: Subject): Promise<string> {
  const ref = call.params.ref ?? call.params.sha ?? '';
  const sha = await resolveCommit(gitDir, ref);
  if (sha === null) {
    throw unprocessable(`No commit found for SHA: ${ref}`);
  }
  return sha;
}

async function setStatus(call: ApiCall) {
  const subject = writableOf(call);
  const { forge, repository, user } = subject;
  const sha = await commitOf(call, subject);
  const fields = await call.fields();
  const wrong = (field: string, message: string) =>
    invalid({ resource: 'Status', field, code: 'custom', message: `${field} ${message}` });
  const state = STATUS_STATES.find((each) => each === fields.state);
  if (state === undefined) {
    throw wrong('state', 'is not included in the list');
  }
  const description = optionalText(fields, 'description') ?? '';
  const context = optionalText(fields, 'context') ?? 'default';
  const targetUrl = optionalText(fields, 'target_url');
  if ([...description].length > LONGEST_DESCRIPTION) {
    throw wrong('description', `is too long (maximum is ${LONGEST_DESCRIPTION} characters)`);
  }
  if (context.length > LONGEST_CONTEXT) {
    throw wrong('context', `is too long (maximum is ${LONGEST_CONTEXT} characters)`);
  }
  if (targetUrl !== null && !/^https?:\/\//.test(targetUrl)) {
    throw wrong('target_url', 'must use http(s) scheme');
  }
  const told = statusesOf(forge, repository.id, sha).filter((each) => each.context === context);
  if (told.length >= MOST_OF_ONE) {
    throw invalid('This SHA and context has reached the maximum number of statuses.');
  }
  const status: StatusRecord = {
    id: forge.store.nextId('status'),
    repositoryId: repository.id,
    sha,
    state,
    context,
    description,
    targetUrl,
    creatorId: user.id,
    createdAt: forge.clock.now(),
  };
  forge.store.state.statuses.push(status);
  forge.store.changed();
  return { status: 201, body: renderStatus(call, status) };
}

function renderStatus(call: ApiCall, status: StatusRecord) {
  const { id, state, context, description, targetUrl, creatorId, createdAt } = status;
  return {
    id,
    state,
    context,
    description,
    target_url: targetUrl,
    created_at: time(createdAt),
    updated_at: time(createdAt),
    creator: renderUserById(call, creatorId),
  };
}

async function listStatuses(call: ApiCall, context: RequestContext) {
  const subject = subjectOf(call);
  const sha = await commitOf(call, subject);
  return paged(call, context, null, statusesOf(subject.forge, subject.repository.id, sha), (each) =>
    renderStatus(call, each),
  );
}

/** The newest of each context, in pages, and what they come to. */
async function combined(call: ApiCall, context: RequestContext) {
  const subject = subjectOf(call);
  const sha = await commitOf(call, subject);
  const latest = latestStatuses(subject.forge, subject.repository.id, sha);
  const { body, headers } = paged(call, context, 'statuses', latest, (each) => renderStatus(call, each));
  const own = { state: combinedState(latest), sha, repository: renderRepository(call, subject) };
  return { body: { ...(body as object), ...own }, ...(headers === undefined ? {} : { headers }) };
}

/** A job of Actions is a check run of its own, in the suite of its run. Fine-grained tokens of people are never told them. */
async function listCheckRuns(call: ApiCall, context: RequestContext) {
  const subject = subjectOf(call);
  if (subject.repository.isPrivate && call.bearer.token.startsWith('github_pat_')) {
    throw new ApiError(403, 'Resource not accessible by personal access token');
  }
  const { forge, repository } = subject;
  const sha = await commitOf(call, subject);
  const path = pathOf(forge.store.state, repository);
  const jobs = call.service.jobs().filter((job) => job.repository === path && headOf(job) === sha);
  const runs = [
    ...jobs.map((job) => ({ ...job, suite: suiteOf(job), app: 'github-actions' })),
    ...checkRunsOf(forge, repository.id, sha).map((run) => ({ ...run, suite: run.id })),
  ];
  return paged(call, context, 'check_runs', runs, ({ id, name, status, conclusion, suite, app }) => ({
    id,
    name,
    head_sha: sha,
    status,
    conclusion,
    html_url: `${call.webUrl}/${path}/runs/${id}`,
    details_url: `${call.webUrl}/${path}/runs/${id}`,
    check_suite: { id: suite },
    app: { slug: app, name: app },
  }));
}
