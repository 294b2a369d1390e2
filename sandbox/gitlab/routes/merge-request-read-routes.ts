import { listCommits } from '../../git/commits.ts';
import { diffCommits, rawDiff } from '../../git/diff.ts';
import type { Route } from '../../http/router.ts';
import { latestVersion } from '../merge-requests/state.ts';
import { renderSingleMergeRequest, renderVersion } from '../render/merge-request.ts';
import { renderPipeline } from '../render/pipeline.ts';
import { renderCommit, renderDiff } from '../render/repository.ts';
import { renderUserById } from '../render/user.ts';
import { notFound } from '../rest/api-error.ts';
import { type ApiCall, type ApiRouter, json } from '../rest/api-route.ts';
import { paginate } from '../rest/paginate.ts';
import { mergeRequestOf } from '../rest/subject.ts';
import type { DiffVersion, MergeRequestRecord } from '../state/model.ts';

export function mergeRequestReadRoutes(api: ApiRouter): Route[] {
  const one = '/projects/:id/merge_requests/:iid';
  return [
    api('GET', `${one}/diffs`, listDiffs),
    api('GET', `${one}/changes`, showChanges),
    api('GET', `${one}/raw_diffs`, showRawDiffs),
    api('GET', `${one}/commits`, listOwnCommits),
    api('GET', `${one}/versions`, listVersions),
    api('GET', `${one}/versions/:version_id`, showVersion),
    api('GET', `${one}/pipelines`, listPipelines),
    api('GET', `${one}/participants`, listParticipants),
    api('GET', `${one}/reviewers`, listReviewers),
  ];
}

function diffsOf(gitDir: string, version: DiffVersion) {
  return diffCommits(gitDir, version.baseSha, version.headSha);
}

async function listDiffs(call: ApiCall) {
  const { request, gitDir } = mergeRequestOf(call);
  const files = await diffsOf(gitDir, latestVersion(request));
  return paginate(call, files, (file) => renderDiff(file, call.input.flag('unidiff') === true));
}

async function showChanges(call: ApiCall) {
  const { request, gitDir } = mergeRequestOf(call);
  const files = await diffsOf(gitDir, latestVersion(request));
  return json({
    ...renderSingleMergeRequest(call.instance, request, call.caller?.user ?? null),
    changes: files.map((file) => renderDiff(file, call.input.flag('unidiff') === true)),
    overflow: false,
  });
}

async function showRawDiffs(call: ApiCall) {
  const { request, gitDir } = mergeRequestOf(call);
  const { baseSha, headSha } = latestVersion(request);
  return {
    status: 200,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
    body: await rawDiff(gitDir, baseSha, headSha),
  };
}

async function commitsOf(gitDir: string, version: DiffVersion) {
  return listCommits(gitDir, { revisions: [version.headSha, `^${version.baseSha}`] });
}

async function listOwnCommits(call: ApiCall) {
  const { project, request, gitDir } = mergeRequestOf(call);
  const commits = await commitsOf(gitDir, latestVersion(request));
  return paginate(call, commits, (commit) => renderCommit(call.instance, project, commit));
}

/** Newest first. */
function listVersions(call: ApiCall) {
  const { request } = mergeRequestOf(call);
  return paginate(call, request.versions.toReversed(), (version) => renderVersion(request, version));
}

async function showVersion(call: ApiCall) {
  const { project, request, gitDir } = mergeRequestOf(call);
  const version = request.versions.find((each) => String(each.id) === call.params.version_id);
  if (version === undefined) {
    throw notFound();
  }
  const [commits, files] = await Promise.all([commitsOf(gitDir, version), diffsOf(gitDir, version)]);
  return json({
    ...renderVersion(request, version),
    commits: commits.map((commit) => renderCommit(call.instance, project, commit)),
    diffs: files.map((file) => renderDiff(file, call.input.flag('unidiff') === true)),
  });
}

/** Pipelines of every head the request has had, newest first. */
function listPipelines(call: ApiCall) {
  const { request } = mergeRequestOf(call);
  const heads = new Set(request.versions.map((version) => version.headSha));
  const pipelines = call.instance.store.state.pipelines
    .filter((pipeline) => pipeline.projectId === request.projectId && heads.has(pipeline.sha))
    .filter((pipeline) => pipeline.ref === request.sourceBranch)
    .sort((left, right) => right.id - left.id);
  return paginate(call, pipelines, (pipeline) => renderPipeline(call.instance, pipeline));
}

function peopleOf(call: ApiCall, request: MergeRequestRecord): number[] {
  const { notes } = call.instance.store.state;
  const speakers = notes.filter((note) => note.mergeRequestId === request.id).map((note) => note.authorId);
  return [...new Set([request.authorId, ...request.assigneeIds, ...request.reviewerIds, ...speakers])];
}

function listParticipants(call: ApiCall) {
  const { request } = mergeRequestOf(call);
  return paginate(call, peopleOf(call, request), (id) => renderUserById(call.instance, id));
}

function listReviewers(call: ApiCall) {
  const { request } = mergeRequestOf(call);
  const { approvals } = call.instance.store.state;
  return paginate(call, request.reviewerIds, (id) => ({
    user: renderUserById(call.instance, id),
    state: approvals.some((each) => each.mergeRequestId === request.id && each.userId === id)
      ? 'approved'
      : 'unreviewed',
  }));
}
