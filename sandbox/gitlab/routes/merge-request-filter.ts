import { approvalsOf } from '../merge-requests/approvals.ts';
import { diffHeadSha, isDraft } from '../merge-requests/state.ts';
import type { ApiCall } from '../rest/api-route.ts';
import { findUser } from '../state/lookup.ts';
import type { MergeRequestRecord } from '../state/model.ts';

const STATES = ['opened', 'closed', 'locked', 'merged', 'all'] as const;
const SCOPES = ['created_by_me', 'assigned_to_me', 'reviews_for_me', 'all', 'created-by-me', 'assigned-to-me'] as const;
const ORDERS = ['created_at', 'updated_at', 'merged_at', 'title'] as const;

/** The filters and the order of GitLab's merge request lists. */
export function filterMergeRequests(
  call: ApiCall,
  requests: readonly MergeRequestRecord[],
  defaultScope: (typeof SCOPES)[number],
): MergeRequestRecord[] {
  const filters = [byState(call), byBranches(call), byPeople(call), byScope(call, defaultScope), byText(call)];
  const found = requests.filter((request) => filters.every((fits) => fits(request)));
  const orderBy = call.input.choice('order_by', ORDERS) ?? 'created_at';
  const direction = call.input.choice('sort', ['asc', 'desc'] as const) === 'asc' ? 1 : -1;
  return found.sort((left, right) => direction * (compare(orderBy, left, right) || left.id - right.id));
}

type Filter = (request: MergeRequestRecord) => boolean;

function compare(orderBy: (typeof ORDERS)[number], left: MergeRequestRecord, right: MergeRequestRecord): number {
  switch (orderBy) {
    case 'created_at':
      return left.createdAt - right.createdAt;
    case 'updated_at':
      return left.updatedAt - right.updatedAt;
    case 'merged_at':
      return (left.mergedAt ?? 0) - (right.mergedAt ?? 0);
    case 'title':
      return left.title.localeCompare(right.title);
  }
}

function byState(call: ApiCall): Filter {
  const state = call.input.choice('state', STATES) ?? 'all';
  const draft = call.input.choice('wip', ['yes', 'no'] as const);
  const approved = call.input.choice('approved', ['yes', 'no'] as const);
  return (request) =>
    (state === 'all' || request.state === state) &&
    (draft === null || isDraft(request) === (draft === 'yes')) &&
    (approved === null || approvalsOf(call.instance, request).length > 0 === (approved === 'yes'));
}

function byBranches(call: ApiCall): Filter {
  const source = call.input.text('source_branch');
  const target = call.input.text('target_branch');
  const iids = call.input.list('iids')?.map(Number) ?? null;
  const sha = call.input.text('sha');
  return (request) =>
    (source === null || request.sourceBranch === source) &&
    (target === null || request.targetBranch === target) &&
    (iids === null || iids.includes(request.iid)) &&
    (sha === null || diffHeadSha(request) === sha);
}

function byPeople(call: ApiCall): Filter {
  const author = userId(call, 'author_id', 'author_username');
  const merger = userId(call, 'merge_user_id', 'merge_user_username');
  const reviewer = userId(call, 'reviewer_id', 'reviewer_username');
  return (request) =>
    (author === null || request.authorId === author) &&
    (merger === null || request.mergedById === merger) &&
    (reviewer === null || request.reviewerIds.includes(reviewer));
}

/** Null when it was not asked for; -1, which is nobody, for a name that is not there. */
function userId(call: ApiCall, idName: string, usernameName: string): number | null {
  const username = call.input.text(usernameName);
  if (username !== null) {
    return findUser(call.instance.store.state, username)?.id ?? -1;
  }
  return call.input.integer(idName);
}

function byScope(call: ApiCall, defaultScope: (typeof SCOPES)[number]): Filter {
  const scope = (call.input.choice('scope', SCOPES) ?? defaultScope).replaceAll('-', '_');
  const me = call.caller?.user.id ?? -1;
  switch (scope) {
    case 'created_by_me':
      return (request) => request.authorId === me;
    case 'assigned_to_me':
      return (request) => request.assigneeIds.includes(me);
    case 'reviews_for_me':
      return (request) => request.reviewerIds.includes(me);
    default:
      return () => true;
  }
}

function byText(call: ApiCall): Filter {
  const search = call.input.text('search')?.toLowerCase() ?? null;
  const labels = call.input.list('labels');
  const since = (name: string) => {
    const time = Date.parse(call.input.text(name) ?? '');
    return Number.isNaN(time) ? null : time;
  };
  const [updatedAfter, updatedBefore] = [since('updated_after'), since('updated_before')];
  const [createdAfter, createdBefore] = [since('created_after'), since('created_before')];
  return (request) =>
    (search === null || `${request.title}\n${request.description ?? ''}`.toLowerCase().includes(search)) &&
    (labels === null || labels.every((label) => request.labels.includes(label))) &&
    (updatedAfter === null || request.updatedAt >= updatedAfter) &&
    (updatedBefore === null || request.updatedAt <= updatedBefore) &&
    (createdAfter === null || request.createdAt >= createdAfter) &&
    (createdBefore === null || request.createdAt <= createdBefore);
}
