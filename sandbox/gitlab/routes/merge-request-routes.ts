import type { Route } from '../../http/router.ts';
import { ACCESS, projectAccess } from '../access/rights.ts';
import { startMergeCheck } from '../merge-requests/check.ts';
import { createRequest } from '../merge-requests/lifecycle.ts';
import { mergeRequest } from '../merge-requests/merge.ts';
import { startRebase } from '../merge-requests/rebase.ts';
import { type MergeRequestChange, updateRequest } from '../merge-requests/update.ts';
import { renderMergeRequest, renderSingleMergeRequest } from '../render/merge-request.ts';
import { apiError, forbidden, invalidParameters } from '../rest/api-error.ts';
import { type ApiCall, type ApiRouter, json } from '../rest/api-route.ts';
import { paginate } from '../rest/paginate.ts';
import { groupOf, mergeRequestOf, projectFor, projectOf } from '../rest/subject.ts';
import type { MergeRequestRecord } from '../state/model.ts';
import { filterMergeRequests } from './merge-request-filter.ts';

export function mergeRequestRoutes(api: ApiRouter): Route[] {
  const one = '/projects/:id/merge_requests/:iid';
  return [
    api('GET', '/merge_requests', listVisible),
    api('GET', '/groups/:id/merge_requests', listOfGroup),
    api('GET', '/projects/:id/merge_requests', listOfProject),
    api('POST', '/projects/:id/merge_requests', create),
    api('GET', one, show),
    api('PUT', one, update),
    api('PUT', `${one}/merge`, merge),
    api('PUT', `${one}/rebase`, rebase),
  ];
}

function renderList(call: ApiCall, requests: readonly MergeRequestRecord[]) {
  return paginate(call, requests, (request) => {
    if (call.input.flag('with_merge_status_recheck') === true) {
      startMergeCheck(call.instance, request);
    }
    return renderMergeRequest(call.instance, request);
  });
}

/** Over all projects; without `scope` only the caller's own. */
function listVisible(call: ApiCall) {
  const user = call.user();
  const { state } = call.instance.store;
  const visible = state.mergeRequests.filter((request) => {
    const project = state.projects.find((each) => each.id === request.projectId);
    return project !== undefined && projectAccess(state, user, project) >= ACCESS.reporter;
  });
  return renderList(call, filterMergeRequests(call, visible, 'created_by_me'));
}

function listOfGroup(call: ApiCall) {
  const group = groupOf(call);
  const { state } = call.instance.store;
  const ids = new Set(state.projects.filter((each) => each.groupId === group.id).map((each) => each.id));
  const requests = state.mergeRequests.filter((request) => ids.has(request.projectId));
  return renderList(call, filterMergeRequests(call, requests, 'all'));
}

function listOfProject(call: ApiCall) {
  const project = projectOf(call);
  const requests = call.instance.store.state.mergeRequests.filter((request) => request.projectId === project.id);
  return renderList(call, filterMergeRequests(call, requests, 'all'));
}

async function create(call: ApiCall) {
  const { input, instance } = call;
  const project = projectFor(call, ACCESS.developer);
  const user = call.user();
  input.require('title', 'source_branch', 'target_branch');
  const target = input.text('target_project_id');
  if (target !== null && target !== String(project.id)) {
    throw apiError(422, ['Target project is not in the fork network of the source project']);
  }
  const request = await instance.repositories.exclusively(project.id, () =>
    createRequest(instance, project, user, {
      sourceBranch: input.requiredText('source_branch'),
      targetBranch: input.requiredText('target_branch'),
      title: input.requiredText('title'),
      description: input.text('description'),
      labels: [...new Set(input.list('labels') ?? [])],
      assigneeIds: idsOf(call, 'assignee') ?? [],
      reviewerIds: idsOf(call, 'reviewer') ?? [],
      forceRemoveSourceBranch: input.flag('remove_source_branch') ?? project.settings.removeSourceBranchAfterMerge,
      isSquash: input.flag('squash') ?? false,
    }),
  );
  return json(renderSingleMergeRequest(instance, request, user), 201);
}

/** `assignee_ids` or the older `assignee_id`; ids of nobody are dropped, as GitLab does. */
function idsOf(call: ApiCall, role: 'assignee' | 'reviewer'): number[] | null {
  const many = call.input.list(`${role}_ids`);
  const one = role === 'assignee' ? call.input.integer('assignee_id') : null;
  const wanted = many?.map(Number) ?? (one === null ? null : [one]);
  const { users } = call.instance.store.state;
  return wanted?.filter((id) => users.some((user) => user.id === id)) ?? null;
}

/** Looking at a request alone makes GitLab find out whether it merges. */
function show(call: ApiCall) {
  const { request } = mergeRequestOf(call);
  startMergeCheck(call.instance, request);
  return json(
    renderSingleMergeRequest(call.instance, request, call.caller?.user ?? null, {
      withRebase: call.input.flag('include_rebase_in_progress') === true,
    }),
  );
}

const CHANGEABLE = [
  'assignee_id',
  'assignee_ids',
  'reviewer_ids',
  'description',
  'labels',
  'add_labels',
  'remove_labels',
  'milestone_id',
  'remove_source_branch',
  'allow_collaboration',
  'allow_maintainer_to_push',
  'squash',
  'target_branch',
  'title',
  'state_event',
  'discussion_locked',
  'merge_after',
];

async function update(call: ApiCall) {
  const { input, instance } = call;
  const { project, request } = mergeRequestOf(call);
  const user = call.user();
  const isOwn = request.authorId === user.id;
  if (!isOwn && projectAccess(instance.store.state, user, project) < ACCESS.developer) {
    throw forbidden();
  }
  if (!CHANGEABLE.some((name) => input.has(name))) {
    throw invalidParameters(`${CHANGEABLE.join(', ')} are missing, at least one parameter must be provided`);
  }
  for (const name of ['title', 'target_branch']) {
    if (input.text(name) === '') {
      throw invalidParameters(`${name} is empty`);
    }
  }
  await instance.repositories.exclusively(project.id, () =>
    updateRequest(instance, request, user, changeOf(call, request)),
  );
  return json(renderSingleMergeRequest(instance, request, user));
}

function changeOf(call: ApiCall, request: MergeRequestRecord): MergeRequestChange {
  const { input } = call;
  const labels = new Set(input.list('labels') ?? request.labels);
  for (const label of input.list('add_labels') ?? []) {
    labels.add(label);
  }
  for (const label of input.list('remove_labels') ?? []) {
    labels.delete(label);
  }
  const description = input.has('description') ? (input.text('description') ?? '') : undefined;
  return {
    title: input.text('title') ?? undefined,
    description,
    targetBranch: input.text('target_branch') ?? undefined,
    labels: [...labels],
    assigneeIds: idsOf(call, 'assignee') ?? undefined,
    reviewerIds: idsOf(call, 'reviewer') ?? undefined,
    forceRemoveSourceBranch: input.flag('remove_source_branch') ?? undefined,
    isSquash: input.flag('squash') ?? undefined,
    stateEvent: input.choice('state_event', ['close', 'reopen'] as const) ?? undefined,
  };
}

async function merge(call: ApiCall) {
  const { input } = call;
  const { request } = mergeRequestOf(call);
  const user = call.user();
  await mergeRequest(call.instance, request, user, {
    sha: input.text('sha'),
    message: input.text('merge_commit_message'),
    squashMessage: input.text('squash_commit_message'),
    isSquash: input.flag('squash'),
    removeSourceBranch: input.flag('should_remove_source_branch'),
  });
  return json(renderSingleMergeRequest(call.instance, request, user));
}

function rebase(call: ApiCall) {
  const { request } = mergeRequestOf(call);
  startRebase(call.instance, request, call.user());
  return json({ rebase_in_progress: request.rebaseInProgress }, 202);
}
