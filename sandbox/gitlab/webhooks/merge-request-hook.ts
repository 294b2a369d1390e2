import { readCommit } from '../../git/commits.ts';
import type { Instance } from '../instance.ts';
import type { FieldChange } from '../merge-requests/field-change.ts';
import { detailedMergeStatus, diffHeadSha, isDraft } from '../merge-requests/state.ts';
import { diffHeadPipeline } from '../pipelines/find.ts';
import { mergeRequestUrl } from '../render/merge-request.ts';
import { renderHookProject } from '../render/project.ts';
import { hookTime } from '../render/time.ts';
import { renderHookUser } from '../render/user.ts';
import { gitDirOf, projectById, userById } from '../state/lookup.ts';
import type { MergeRequestRecord, UserRecord } from '../state/model.ts';
import { deliver } from './deliver.ts';
import { renderHookCommit } from './push-hook.ts';

export type MergeRequestAction = 'open' | 'close' | 'reopen' | 'update' | 'approved' | 'unapproved' | 'merge';

/** Tells the merge request hooks what happened; `oldrev` says that new commits came. */
export async function sendMergeRequestHooks(
  instance: Instance,
  request: MergeRequestRecord,
  user: UserRecord,
  event: { action: MergeRequestAction; oldrev?: string; changes?: Record<string, FieldChange> },
): Promise<void> {
  const { state } = instance.store;
  if (!state.hooks.some((hook) => hook.projectId === request.projectId && hook.events.mergeRequests)) {
    return;
  }
  const project = projectById(state, request.projectId);
  const hookProject = renderHookProject(instance, project);
  const { name, url, homepage } = hookProject;
  const people = (ids: readonly number[]) => ids.map((id) => renderHookUser(userById(state, id)));
  deliver(instance, project, 'mergeRequests', {
    object_kind: 'merge_request',
    event_type: 'merge_request',
    user: renderHookUser(user),
    project: hookProject,
    object_attributes: {
      ...(await renderAttributes(instance, request)),
      action: event.action,
      ...(event.oldrev === undefined ? {} : { oldrev: event.oldrev }),
    },
    labels: renderLabels(request),
    changes: event.changes ?? {},
    repository: { name, url, description: null, homepage },
    assignees: people(request.assigneeIds),
    reviewers: people(request.reviewerIds),
  });
}

const NO_TIME_SPENT = {
  time_estimate: 0,
  total_time_spent: 0,
  time_change: 0,
  human_total_time_spent: null,
  human_time_change: null,
  human_time_estimate: null,
};

function renderLabels(request: MergeRequestRecord) {
  return request.labels.map((title) => ({ title, type: 'ProjectLabel', project_id: request.projectId }));
}

async function renderAttributes(instance: Instance, request: MergeRequestRecord) {
  const { state } = instance.store;
  const project = projectById(state, request.projectId);
  const hookProject = renderHookProject(instance, project);
  const lastCommit = await readCommit(gitDirOf(instance, project), diffHeadSha(request));
  return {
    assignee_id: request.assigneeIds[0] ?? null,
    assignee_ids: request.assigneeIds,
    author_id: request.authorId,
    created_at: hookTime(request.createdAt),
    description: request.description,
    draft: isDraft(request),
    head_pipeline_id: diffHeadPipeline(state, request)?.id ?? null,
    id: request.id,
    iid: request.iid,
    last_edited_at: null,
    last_edited_by_id: null,
    merge_commit_sha: request.mergeCommitSha,
    merge_error: request.mergeError,
    merge_params: { force_remove_source_branch: request.forceRemoveSourceBranch ? '1' : '0' },
    merge_status: request.mergeStatus,
    merge_user_id: request.mergedById,
    merge_when_pipeline_succeeds: false,
    milestone_id: null,
    reviewer_ids: request.reviewerIds,
    source_branch: request.sourceBranch,
    source_project_id: request.projectId,
    state_id: { opened: 1, closed: 2, merged: 3, locked: 4 }[request.state],
    target_branch: request.targetBranch,
    target_project_id: request.projectId,
    title: request.title,
    updated_at: hookTime(request.updatedAt),
    updated_by_id: null,
    prepared_at: request.preparedAt === null ? null : hookTime(request.preparedAt),
    detailed_merge_status: detailedMergeStatus(state, request),
    first_contribution: false,
    labels: renderLabels(request),
    last_commit: renderHookCommit(instance, project, lastCommit),
    source: hookProject,
    target: hookProject,
    state: request.state,
    blocking_discussions_resolved: true,
    ...NO_TIME_SPENT,
    url: mergeRequestUrl(instance, request),
    work_in_progress: isDraft(request),
  };
}
