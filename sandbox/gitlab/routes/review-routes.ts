import type { Route } from '../../http/router.ts';
import { ACCESS, projectAccess } from '../access/rights.ts';
import { approve, canApprove, renderApprovals, unapprove } from '../merge-requests/approvals.ts';
import { checkSha } from '../merge-requests/merge.ts';
import { addNote } from '../merge-requests/notes.ts';
import { readPosition } from '../merge-requests/position.ts';
import { renderDiscussion, renderNote } from '../render/merge-request.ts';
import { apiError, forbidden, notFound } from '../rest/api-error.ts';
import { type ApiCall, type ApiRouter, json, noContent } from '../rest/api-route.ts';
import { paginate } from '../rest/paginate.ts';
import { mergeRequestOf } from '../rest/subject.ts';

/** Approvals and comments. */
export function reviewRoutes(api: ApiRouter): Route[] {
  const one = '/projects/:id/merge_requests/:iid';
  return [
    api('GET', `${one}/approvals`, showApprovals),
    api('POST', `${one}/approve`, approveRequest),
    api('POST', `${one}/unapprove`, unapproveRequest),
    api('GET', `${one}/discussions`, listDiscussions),
    api('POST', `${one}/discussions`, createDiscussion),
    api('GET', `${one}/notes`, listNotes),
    api('POST', `${one}/notes`, createNote),
    api('GET', `${one}/notes/:note_id`, showNote),
    api('PUT', `${one}/notes/:note_id`, updateNote),
    api('DELETE', `${one}/notes/:note_id`, deleteNote),
  ];
}

function showApprovals(call: ApiCall) {
  const { request } = mergeRequestOf(call);
  return json(renderApprovals(call.instance, request, call.caller?.user ?? null));
}

function approvableOf(call: ApiCall) {
  const found = mergeRequestOf(call);
  if (!canApprove(call.instance, found.request, call.user())) {
    throw forbidden();
  }
  return found;
}

/** With `sha` only that head is approved: 409 when it is another one by now. */
async function approveRequest(call: ApiCall) {
  const { request } = approvableOf(call);
  checkSha(request, call.input.text('sha'));
  await approve(call.instance, request, call.user());
  return json(renderApprovals(call.instance, request, call.user()), 201);
}

async function unapproveRequest(call: ApiCall) {
  const { request } = approvableOf(call);
  await unapprove(call.instance, request, call.user());
  return json(renderApprovals(call.instance, request, call.user()), 201);
}

function listNotes(call: ApiCall) {
  const { request } = mergeRequestOf(call);
  const isAscending = call.input.choice('sort', ['asc', 'desc'] as const) === 'asc';
  const orderBy = call.input.choice('order_by', ['created_at', 'updated_at'] as const) ?? 'created_at';
  const time = (note: { createdAt: number; updatedAt: number }) =>
    orderBy === 'created_at' ? note.createdAt : note.updatedAt;
  const filter = call.input.choice('activity_filter', ['all_notes', 'only_comments', 'only_activity'] as const);
  const notes = call.instance.store.state.notes
    .filter((note) => note.mergeRequestId === request.id)
    .filter((note) => filter === null || filter === 'all_notes' || note.isSystem === (filter === 'only_activity'))
    .sort((left, right) => (isAscending ? 1 : -1) * (time(left) - time(right) || left.id - right.id));
  return paginate(call, notes, (note) => renderNote(call.instance, request, note));
}

function createNote(call: ApiCall) {
  const { request } = mergeRequestOf(call);
  const user = call.user();
  const body = noteBody(call);
  const note = addNote(call.instance, request, { authorId: user.id, body, isSystem: false });
  return json(renderNote(call.instance, request, note), 201);
}

/** Oldest first, each with its notes. */
function listDiscussions(call: ApiCall) {
  const { request } = mergeRequestOf(call);
  const notes = call.instance.store.state.notes.filter((note) => note.mergeRequestId === request.id);
  const discussions = [...Map.groupBy(notes, ({ discussionId }) => discussionId).values()];
  return paginate(call, discussions, (own) => renderDiscussion(call.instance, request, own));
}

/** With `position` it is about one line of the difference. */
async function createDiscussion(call: ApiCall) {
  const { request, gitDir } = mergeRequestOf(call);
  const user = call.user();
  const body = noteBody(call);
  const position = await readPosition(call, request, gitDir);
  const note = addNote(call.instance, request, {
    authorId: user.id,
    body,
    isSystem: false,
    ...(position === null ? {} : { position }),
  });
  return json(renderDiscussion(call.instance, request, [note]), 201);
}

function noteBody(call: ApiCall): string {
  const body = call.input.requiredText('body');
  if (body.trim() === '') {
    throw apiError(400, { note: ["can't be blank"] });
  }
  if (body.length > 1_000_000) {
    throw apiError(400, { note: ['is too long (maximum is 1000000 characters)'] });
  }
  return body;
}

function noteOf(call: ApiCall) {
  const found = mergeRequestOf(call);
  const note = call.instance.store.state.notes.find(
    (each) => each.mergeRequestId === found.request.id && String(each.id) === call.params.note_id,
  );
  if (note === undefined) {
    throw notFound('Note');
  }
  return { ...found, note };
}

/** Notes are changed by who wrote them, and by maintainers; GitLab's own by nobody. */
function editableNoteOf(call: ApiCall) {
  const found = noteOf(call);
  const user = call.user();
  const isMaintainer = projectAccess(call.instance.store.state, user, found.project) >= ACCESS.maintainer;
  if (found.note.isSystem || (found.note.authorId !== user.id && !isMaintainer)) {
    throw forbidden();
  }
  return found;
}

function showNote(call: ApiCall) {
  const { request, note } = noteOf(call);
  return json(renderNote(call.instance, request, note));
}

function updateNote(call: ApiCall) {
  const { request, note } = editableNoteOf(call);
  note.body = noteBody(call);
  note.updatedAt = call.instance.clock.now();
  call.instance.store.changed();
  return json(renderNote(call.instance, request, note));
}

function deleteNote(call: ApiCall) {
  const { note } = editableNoteOf(call);
  const { state } = call.instance.store;
  state.notes = state.notes.filter((each) => each.id !== note.id);
  call.instance.store.changed();
  return noContent();
}
