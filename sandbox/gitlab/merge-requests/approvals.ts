import { ACCESS, projectAccess } from '../access/rights.ts';
import type { Instance } from '../instance.ts';
import { renderUserById } from '../render/user.ts';
import { notFound, unauthorized } from '../rest/api-error.ts';
import { projectById } from '../state/lookup.ts';
import type { ApprovalRecord, MergeRequestRecord, UserRecord } from '../state/model.ts';
import { sendMergeRequestHooks } from '../webhooks/merge-request-hook.ts';
import { recordRequestEvent } from './lifecycle.ts';
import { addSystemNote } from './notes.ts';

export function approvalsOf(instance: Instance, request: MergeRequestRecord): ApprovalRecord[] {
  return instance.store.state.approvals.filter((approval) => approval.mergeRequestId === request.id);
}

/** The free edition: approving is a mark that blocks nothing, and authors may set it too. */
export function canApprove(instance: Instance, request: MergeRequestRecord, user: UserRecord): boolean {
  const { state } = instance.store;
  return projectAccess(state, user, projectById(state, request.projectId)) >= ACCESS.developer;
}

/** Throws 401 when the request is not open or this user approved it already. */
export async function approve(instance: Instance, request: MergeRequestRecord, user: UserRecord): Promise<void> {
  if (request.state !== 'opened' || approvalsOf(instance, request).some((each) => each.userId === user.id)) {
    throw unauthorized();
  }
  instance.store.state.approvals.push({
    mergeRequestId: request.id,
    userId: user.id,
    createdAt: instance.clock.now(),
  });
  addSystemNote(instance, request, user.id, 'approved this merge request');
  recordRequestEvent(instance, request, user.id, 'approved');
  await sendMergeRequestHooks(instance, request, user, { action: 'approved' });
}

/** Throws 404 when this user has not approved. */
export async function unapprove(instance: Instance, request: MergeRequestRecord, user: UserRecord): Promise<void> {
  const { state } = instance.store;
  const isOwn = (each: ApprovalRecord) => each.mergeRequestId === request.id && each.userId === user.id;
  if (!state.approvals.some(isOwn)) {
    throw notFound();
  }
  state.approvals = state.approvals.filter((each) => !isOwn(each));
  instance.store.changed();
  addSystemNote(instance, request, user.id, 'unapproved this merge request');
  await sendMergeRequestHooks(instance, request, user, { action: 'unapproved' });
}

/** What the community edition tells: who approved; nothing about rules and required numbers, which it has not. */
export function renderApprovals(instance: Instance, request: MergeRequestRecord, user: UserRecord | null) {
  const approvals = approvalsOf(instance, request);
  const hasApproved = user !== null && approvals.some((approval) => approval.userId === user.id);
  return {
    user_has_approved: hasApproved,
    user_can_approve:
      user !== null && !hasApproved && request.state === 'opened' && canApprove(instance, request, user),
    approved: approvals.length > 0,
    approved_by: approvals.map((approval) => ({ user: renderUserById(instance, approval.userId) })),
  };
}
