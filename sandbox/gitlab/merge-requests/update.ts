import { branchSha } from '../../git/refs.ts';
import type { Instance } from '../instance.ts';
import { apiError } from '../rest/api-error.ts';
import { gitDirOf, projectById } from '../state/lookup.ts';
import type { MergeRequestRecord, UserRecord } from '../state/model.ts';
import { sendMergeRequestHooks } from '../webhooks/merge-request-hook.ts';
import { markUnchecked } from './check.ts';
import type { FieldChange } from './field-change.ts';
import { closeRequest, reopenRequest } from './lifecycle.ts';
import { addSystemNote } from './notes.ts';
import { isDraft } from './state.ts';
import { addVersion } from './version.ts';

export type MergeRequestChange = {
  title?: string;
  description?: string;
  targetBranch?: string;
  labels?: string[];
  assigneeIds?: number[];
  reviewerIds?: number[];
  forceRemoveSourceBranch?: boolean;
  isSquash?: boolean;
  stateEvent?: 'close' | 'reopen';
};

/** Changes what is given. Throws 400 for values a merge request cannot have. */
export async function updateRequest(
  instance: Instance,
  request: MergeRequestRecord,
  user: UserRecord,
  change: MergeRequestChange,
): Promise<void> {
  refuseWrongText(change);
  const changes: Record<string, FieldChange> = {};
  await changeTarget(instance, request, user, change, changes);
  changeText(instance, request, user, change, changes);
  changeLists(request, change, changes);
  request.updatedAt = instance.clock.now();
  instance.store.changed();
  if (change.stateEvent === 'close' && request.state === 'opened') {
    await closeRequest(instance, request, user.id);
  } else if (change.stateEvent === 'reopen' && request.state === 'closed') {
    await reopenRequest(instance, request, user.id);
  } else if (Object.keys(changes).length > 0) {
    await sendMergeRequestHooks(instance, request, user, { action: 'update', changes });
  }
}

function refuseWrongText(change: MergeRequestChange): void {
  if (change.title !== undefined && change.title.length > 255) {
    throw apiError(400, { title: ['is too long (maximum is 255 characters)'] });
  }
  if ((change.description ?? '').length > 1_048_576) {
    throw apiError(400, { description: ['is too long (maximum is 1048576 characters)'] });
  }
}

async function changeTarget(
  instance: Instance,
  request: MergeRequestRecord,
  user: UserRecord,
  change: MergeRequestChange,
  changes: Record<string, FieldChange>,
): Promise<void> {
  const { targetBranch } = change;
  if (targetBranch === undefined || targetBranch === request.targetBranch) {
    return;
  }
  const project = projectById(instance.store.state, request.projectId);
  if ((await branchSha(gitDirOf(instance, project), targetBranch)) === null) {
    throw apiError(400, { target_branch: ['does not exist'] });
  }
  changes.target_branch = { previous: request.targetBranch, current: targetBranch };
  addSystemNote(
    instance,
    request,
    user.id,
    `changed target branch from \`${request.targetBranch}\` to \`${targetBranch}\``,
  );
  request.targetBranch = targetBranch;
  await addVersion(instance, request);
  markUnchecked(instance, request);
}

function changeText(
  instance: Instance,
  request: MergeRequestRecord,
  user: UserRecord,
  change: MergeRequestChange,
  changes: Record<string, FieldChange>,
): void {
  const { title, description } = change;
  if (title !== undefined && title !== request.title) {
    const wasDraft = isDraft(request);
    changes.title = { previous: request.title, current: title };
    const renamed = `changed title from **${request.title}** to **${title}**`;
    request.title = title;
    const isNowDraft = isDraft(request);
    const marked = isNowDraft ? 'marked this merge request as **draft**' : 'marked this merge request as **ready**';
    addSystemNote(instance, request, user.id, wasDraft === isNowDraft ? renamed : marked);
  }
  if (description !== undefined && description !== request.description) {
    changes.description = { previous: request.description, current: description };
    request.description = description;
    addSystemNote(instance, request, user.id, 'changed the description');
  }
}

function changeLists(
  request: MergeRequestRecord,
  change: MergeRequestChange,
  changes: Record<string, FieldChange>,
): void {
  const { labels, assigneeIds, reviewerIds } = change;
  if (labels !== undefined && labels.join() !== request.labels.join()) {
    changes.labels = {
      previous: request.labels.map((title) => ({ title })),
      current: labels.map((title) => ({ title })),
    };
    request.labels = labels;
  }
  request.assigneeIds = assigneeIds ?? request.assigneeIds;
  request.reviewerIds = reviewerIds ?? request.reviewerIds;
  request.forceRemoveSourceBranch = change.forceRemoveSourceBranch ?? request.forceRemoveSourceBranch;
  request.isSquash = change.isSquash ?? request.isSquash;
}
