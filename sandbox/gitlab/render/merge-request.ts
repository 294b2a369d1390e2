import { canMergeToBranch } from '../access/rights.ts';
import type { Instance } from '../instance.ts';
import { detailedMergeStatus, isDraft, latestVersion } from '../merge-requests/state.ts';
import { diffHeadPipeline } from '../pipelines/find.ts';
import { projectById, projectPath } from '../state/lookup.ts';
import type { DiffVersion, MergeRequestRecord, NotePosition, NoteRecord, UserRecord } from '../state/model.ts';
import { renderPipeline } from './pipeline.ts';
import { projectUrl } from './project.ts';
import { isoTime, isoTimeOrNull } from './time.ts';
import { renderUserById } from './user.ts';

export function mergeRequestUrl(instance: Instance, request: MergeRequestRecord): string {
  return `${projectUrl(instance, projectById(instance.store.state, request.projectId))}/-/merge_requests/${request.iid}`;
}

/** A merge request in lists. */
export function renderMergeRequest(instance: Instance, request: MergeRequestRecord) {
  const { state } = instance.store;
  return {
    id: request.id,
    iid: request.iid,
    project_id: request.projectId,
    title: request.title,
    description: request.description,
    state: request.state,
    created_at: isoTime(request.createdAt),
    updated_at: isoTime(request.updatedAt),
    merged_at: isoTimeOrNull(request.mergedAt),
    closed_at: isoTimeOrNull(request.closedAt),
    ...renderPeople(instance, request),
    target_branch: request.targetBranch,
    source_branch: request.sourceBranch,
    user_notes_count: state.notes.filter((note) => note.mergeRequestId === request.id && !note.isSystem).length,
    upvotes: 0,
    downvotes: 0,
    source_project_id: request.projectId,
    target_project_id: request.projectId,
    labels: [...request.labels].sort(),
    draft: isDraft(request),
    imported: false,
    imported_from: 'none',
    work_in_progress: isDraft(request),
    milestone: null,
    merge_when_pipeline_succeeds: false,
    merge_status: request.mergeStatus,
    detailed_merge_status: detailedMergeStatus(state, request),
    merge_after: null,
    sha: latestVersion(request).headSha,
    merge_commit_sha: request.mergeCommitSha,
    squash_commit_sha: request.squashCommitSha,
    discussion_locked: null,
    should_remove_source_branch: null,
    force_remove_source_branch: request.forceRemoveSourceBranch,
    prepared_at: isoTimeOrNull(request.preparedAt),
    ...renderReferences(instance, request),
    web_url: mergeRequestUrl(instance, request),
    time_stats: { time_estimate: 0, total_time_spent: 0, human_time_estimate: null, human_total_time_spent: null },
    squash: request.isSquash,
    squash_on_merge: request.isSquash,
    task_completion_status: { count: 0, completed_count: 0 },
    has_conflicts: request.mergeStatus === 'cannot_be_merged',
    blocking_discussions_resolved: true,
  };
}

function renderPeople(instance: Instance, request: MergeRequestRecord) {
  const person = (id: number | null) => renderUserById(instance, id);
  const assignees = request.assigneeIds.map(person);
  return {
    author: person(request.authorId),
    assignees,
    assignee: assignees[0] ?? null,
    reviewers: request.reviewerIds.map(person),
    merged_by: person(request.mergedById),
    merge_user: person(request.mergedById),
    closed_by: person(request.closedById),
  };
}

function renderReferences(instance: Instance, request: MergeRequestRecord) {
  const path = projectPath(instance.store.state, projectById(instance.store.state, request.projectId));
  return {
    reference: `!${request.iid}`,
    references: { short: `!${request.iid}`, relative: `!${request.iid}`, full: `${path}!${request.iid}` },
  };
}

/** A merge request alone, with what is too dear for lists. */
export function renderSingleMergeRequest(
  instance: Instance,
  request: MergeRequestRecord,
  user: UserRecord | null,
  extra: { withRebase: boolean } = { withRebase: false },
) {
  const { state } = instance.store;
  const project = projectById(state, request.projectId);
  const pipeline = diffHeadPipeline(state, request);
  const version = latestVersion(request);
  return {
    ...renderMergeRequest(instance, request),
    subscribed: user !== null && user.id === request.authorId,
    changes_count: request.changesCount > 1000 ? '1000+' : String(request.changesCount),
    latest_build_started_at: isoTimeOrNull(pipeline?.startedAt ?? null),
    latest_build_finished_at: isoTimeOrNull(pipeline?.finishedAt ?? null),
    first_deployed_to_production_at: null,
    pipeline: pipeline === null ? null : renderPipeline(instance, pipeline),
    head_pipeline: pipeline === null ? null : renderPipeline(instance, pipeline, 'full'),
    diff_refs: { base_sha: version.baseSha, head_sha: version.headSha, start_sha: version.startSha },
    merge_error: request.mergeError,
    ...(extra.withRebase ? { rebase_in_progress: request.rebaseInProgress } : {}),
    first_contribution: false,
    user: { can_merge: user !== null && canMergeToBranch(state, user, project, request.targetBranch) },
  };
}

export function renderVersion(request: MergeRequestRecord, version: DiffVersion) {
  return {
    id: version.id,
    head_commit_sha: version.headSha,
    base_commit_sha: version.baseSha,
    start_commit_sha: version.startSha,
    created_at: isoTime(version.createdAt),
    merge_request_id: request.id,
    state: 'collected',
    real_size: String(request.changesCount),
    patch_id_sha: null,
  };
}

export function renderNote(instance: Instance, request: MergeRequestRecord, note: NoteRecord) {
  return {
    id: note.id,
    type: note.position === undefined ? null : 'DiffNote',
    body: note.body,
    author: renderUserById(instance, note.authorId),
    created_at: isoTime(note.createdAt),
    updated_at: isoTime(note.updatedAt),
    system: note.isSystem,
    noteable_id: request.id,
    noteable_type: 'MergeRequest',
    project_id: request.projectId,
    resolvable: note.position !== undefined,
    ...(note.position === undefined ? {} : { resolved: false, position: renderPosition(note.position) }),
    confidential: false,
    internal: false,
    imported: false,
    imported_from: 'none',
    noteable_iid: request.iid,
    commands_changes: {},
  };
}

function renderPosition({ baseSha, startSha, headSha, oldPath, newPath, oldLine, newLine }: NotePosition) {
  return {
    base_sha: baseSha,
    start_sha: startSha,
    head_sha: headSha,
    old_path: oldPath,
    new_path: newPath,
    position_type: 'text',
    old_line: oldLine,
    new_line: newLine,
    line_range: null,
  };
}

/** @param notes of one discussion, oldest first */
export function renderDiscussion(instance: Instance, request: MergeRequestRecord, notes: readonly NoteRecord[]) {
  const [first] = notes;
  return {
    id: first?.discussionId,
    individual_note: first?.position === undefined,
    notes: notes.map((note) => renderNote(instance, request, note)),
  };
}
