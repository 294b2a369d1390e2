import { branchSha } from '../../git/refs.ts';
import type { Instance } from '../instance.ts';
import { ApiError, apiError, conflict, unprocessable } from '../rest/api-error.ts';
import { gitDirOf, projectById, userById } from '../state/lookup.ts';
import type { EventRecord, MergeRequestRecord, ProjectRecord, UserRecord } from '../state/model.ts';
import { sendMergeRequestHooks } from '../webhooks/merge-request-hook.ts';
import { markUnchecked, startMergeCheck } from './check.ts';
import { addSystemNote } from './notes.ts';
import { addVersion } from './version.ts';

export type NewMergeRequest = {
  sourceBranch: string;
  targetBranch: string;
  title: string;
  description: string | null;
  labels: string[];
  assigneeIds: number[];
  reviewerIds: number[];
  forceRemoveSourceBranch: boolean;
  isSquash: boolean;
};

/** Opens a merge request. Throws 409 for a second open one of the same branches, 400 and 422 for wrong branches. */
export async function createRequest(
  instance: Instance,
  project: ProjectRecord,
  author: UserRecord,
  wanted: NewMergeRequest,
): Promise<MergeRequestRecord> {
  const { store } = instance;
  await refuseWrongBranches(instance, project, wanted);
  const now = instance.clock.now();
  const draft = { ...wanted, projectId: project.id, versions: [], changesCount: 0 };
  await addVersion(instance, draft);
  const request: MergeRequestRecord = {
    ...draft,
    id: store.nextId('merge_request'),
    iid: store.nextId(`merge_request_iid_${project.id}`),
    state: 'opened',
    authorId: author.id,
    mergeStatus: 'preparing',
    mergeError: null,
    rebaseInProgress: false,
    mergeCommitSha: null,
    squashCommitSha: null,
    mergedById: null,
    mergedAt: null,
    closedById: null,
    closedAt: null,
    preparedAt: null,
    createdAt: now,
    updatedAt: now,
  };
  store.state.mergeRequests.push(request);
  recordRequestEvent(instance, request, author.id, 'opened');
  instance.background.later(instance.delays.afterPushMs, () => prepare(instance, request, author));
  return request;
}

async function prepare(instance: Instance, request: MergeRequestRecord, author: UserRecord): Promise<void> {
  if (request.mergeStatus === 'preparing') {
    request.preparedAt = instance.clock.now();
    markUnchecked(instance, request);
    startMergeCheck(instance, request);
    await instance.store.saved();
  }
  await sendMergeRequestHooks(instance, request, author, { action: 'open' });
}

async function refuseWrongBranches(
  instance: Instance,
  project: ProjectRecord,
  wanted: Pick<NewMergeRequest, 'sourceBranch' | 'targetBranch' | 'title' | 'description'>,
): Promise<void> {
  if (wanted.sourceBranch === wanted.targetBranch) {
    throw unprocessable(["You can't use same project/branch for source and target"]);
  }
  const gitDir = gitDirOf(instance, project);
  const errors: Record<string, string[]> = {};
  for (const [field, branch] of [
    ['source_branch', wanted.sourceBranch],
    ['target_branch', wanted.targetBranch],
  ] as const) {
    if ((await branchSha(gitDir, branch)) === null) {
      errors[field] = ['does not exist'];
    }
  }
  if (wanted.title.trim() === '') {
    errors.title = ["can't be blank"];
  } else if (wanted.title.length > 255) {
    errors.title = ['is too long (maximum is 255 characters)'];
  }
  if ((wanted.description ?? '').length > 1_048_576) {
    errors.description = ['is too long (maximum is 1048576 characters)'];
  }
  if (Object.keys(errors).length > 0) {
    throw apiError(400, errors);
  }
  refuseSecond(instance, project, wanted);
}

function refuseSecond(
  instance: Instance,
  project: ProjectRecord,
  wanted: { sourceBranch: string; targetBranch: string },
  except?: MergeRequestRecord,
): void {
  const other = instance.store.state.mergeRequests.find(
    (request) =>
      request.projectId === project.id &&
      request.state === 'opened' &&
      request.sourceBranch === wanted.sourceBranch &&
      request.targetBranch === wanted.targetBranch &&
      request !== except,
  );
  if (other !== undefined) {
    throw conflict([`Another open merge request already exists for this source branch: !${other.iid}`]);
  }
}

export function recordRequestEvent(
  instance: Instance,
  request: MergeRequestRecord,
  authorId: number,
  action: Extract<EventRecord, { kind: 'merge_request' }>['action'],
): void {
  const { store } = instance;
  store.state.events.push({
    id: store.nextId('event'),
    projectId: request.projectId,
    authorId,
    createdAt: instance.clock.now(),
    kind: 'merge_request',
    action,
    mergeRequestId: request.id,
  });
  store.changed();
}

export async function closeRequest(instance: Instance, request: MergeRequestRecord, userId: number): Promise<void> {
  request.state = 'closed';
  request.closedById = userId;
  request.closedAt = instance.clock.now();
  request.updatedAt = request.closedAt;
  addSystemNote(instance, request, userId, 'closed');
  recordRequestEvent(instance, request, userId, 'closed');
  await sendMergeRequestHooks(instance, request, userById(instance.store.state, userId), { action: 'close' });
}

/** Throws 409 when another one was opened for the branches meanwhile, 400 when the source branch is gone. */
export async function reopenRequest(instance: Instance, request: MergeRequestRecord, userId: number): Promise<void> {
  const project = projectById(instance.store.state, request.projectId);
  refuseSecond(instance, project, request, request);
  if ((await branchSha(gitDirOf(instance, project), request.sourceBranch)) === null) {
    throw new ApiError(400, { message: { source_branch: ['does not exist'] } });
  }
  request.state = 'opened';
  request.closedById = null;
  request.closedAt = null;
  request.updatedAt = instance.clock.now();
  await addVersion(instance, request);
  markUnchecked(instance, request);
  addSystemNote(instance, request, userId, 'reopened');
  recordRequestEvent(instance, request, userId, 'reopened');
  await sendMergeRequestHooks(instance, request, userById(instance.store.state, userId), { action: 'reopen' });
}

/** The commits are in the target; this writes down who brought them there. */
export async function markMerged(instance: Instance, request: MergeRequestRecord, userId: number): Promise<void> {
  request.state = 'merged';
  request.mergedById = userId;
  request.mergedAt = instance.clock.now();
  request.updatedAt = request.mergedAt;
  request.mergeStatus = 'can_be_merged';
  addSystemNote(instance, request, userId, 'merged');
  recordRequestEvent(instance, request, userId, 'accepted');
  await sendMergeRequestHooks(instance, request, userById(instance.store.state, userId), { action: 'merge' });
}
