import type { Route } from '../../http/router.ts';
import { mergeRequestUrl } from '../render/merge-request.ts';
import { isoTime } from '../render/time.ts';
import { renderUserById } from '../render/user.ts';
import type { ApiCall, ApiRouter } from '../rest/api-route.ts';
import { paginate } from '../rest/paginate.ts';
import { projectOf } from '../rest/subject.ts';
import { mergeRequestById } from '../state/lookup.ts';
import type { EventRecord } from '../state/model.ts';

/** Who did what in a project: each push, whether it came over REST or git, and the fates of merge requests. */
export function eventRoutes(api: ApiRouter): Route[] {
  return [api('GET', '/projects/:id/events', listEvents, { scopes: ['read_user'] })];
}

const EVENT_ACTIONS: Record<string, (event: EventRecord) => boolean> = {
  pushed: (event) => event.kind === 'push',
  created: (event) => event.kind === 'merge_request' && event.action === 'opened',
  closed: (event) => event.kind === 'merge_request' && event.action === 'closed',
  reopened: (event) => event.kind === 'merge_request' && event.action === 'reopened',
  merged: (event) => event.kind === 'merge_request' && event.action === 'accepted',
  approved: (event) => event.kind === 'merge_request' && event.action === 'approved',
};

/** Newest first unless asked otherwise. */
function listEvents(call: ApiCall) {
  const project = projectOf(call);
  const action = call.input.choice('action', Object.keys(EVENT_ACTIONS));
  const after = dateOf(call, 'after');
  const before = dateOf(call, 'before');
  const isWanted = (event: EventRecord) =>
    event.projectId === project.id &&
    (action === null || EVENT_ACTIONS[action]?.(event) === true) &&
    // Both days are outside: `after` means later than that day, `before` earlier.
    (after === null || event.createdAt >= after + 24 * 60 * 60 * 1000) &&
    (before === null || event.createdAt < before);
  const events = call.instance.store.state.events.filter(isWanted);
  const isAscending = call.input.choice('sort', ['asc', 'desc'] as const) === 'asc';
  events.sort((left, right) => (isAscending ? left.id - right.id : right.id - left.id));
  return paginate(call, events, (event) => renderEvent(call, event));
}

function dateOf(call: ApiCall, name: string): number | null {
  const text = call.input.text(name);
  const time = text === null ? Number.NaN : Date.parse(text.slice(0, 10));
  return Number.isNaN(time) ? null : time;
}

function renderEvent(call: ApiCall, event: EventRecord) {
  const { state } = call.instance.store;
  const author = renderUserById(call.instance, event.authorId);
  const shared = {
    id: event.id,
    project_id: event.projectId,
    author_id: event.authorId,
    created_at: isoTime(event.createdAt),
    author,
    imported: false,
    imported_from: 'none',
    author_username: author?.username,
  };
  if (event.kind === 'merge_request') {
    const request = mergeRequestById(state, event.mergeRequestId);
    return {
      ...shared,
      action_name: event.action,
      target_id: request.id,
      target_iid: request.iid,
      target_type: 'MergeRequest',
      target_title: request.title,
      target_url: mergeRequestUrl(call.instance, request),
    };
  }
  const { push } = event;
  return {
    ...shared,
    action_name: { created: 'pushed new', pushed: 'pushed to', removed: 'deleted' }[push.action],
    target_id: null,
    target_iid: null,
    target_type: null,
    target_title: null,
    push_data: {
      commit_count: push.commitCount,
      action: push.action,
      ref_type: push.refType,
      commit_from: push.commitFrom,
      commit_to: push.commitTo,
      ref: push.ref,
      commit_title: push.commitTitle,
      ref_count: null,
    },
  };
}
