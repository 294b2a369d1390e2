import { randomBytes } from 'node:crypto';
import type { Commit } from '../../git/commits.ts';
import { escapeHtml } from '../../html.ts';
import type { Instance } from '../instance.ts';
import { shortSha } from '../render/repository.ts';
import { projectById, projectPath } from '../state/lookup.ts';
import type { MergeRequestRecord, NoteRecord } from '../state/model.ts';
import { latestVersion } from './state.ts';

/** Adds a comment; `isSystem` for those GitLab writes itself. */
export function addNote(
  instance: Instance,
  request: MergeRequestRecord,
  note: Pick<NoteRecord, 'authorId' | 'body' | 'isSystem' | 'position'>,
): NoteRecord {
  const now = instance.clock.now();
  const record: NoteRecord = {
    id: instance.store.nextId('note'),
    mergeRequestId: request.id,
    discussionId: randomBytes(20).toString('hex'),
    ...note,
    createdAt: now,
    updatedAt: now,
  };
  instance.store.state.notes.push(record);
  instance.store.changed();
  return record;
}

export function addSystemNote(instance: Instance, request: MergeRequestRecord, authorId: number, body: string): void {
  addNote(instance, request, { authorId, body, isSystem: true });
}

/** "added 2 commits", with a list and a link, in GitLab's form. `existing` came in from the target branch. */
export function addCommitsNote(
  instance: Instance,
  request: MergeRequestRecord,
  push: { authorId: number; before: string; added: readonly Commit[]; existing: readonly Commit[] },
): void {
  const total = push.added.length + push.existing.length;
  if (total === 0) {
    return;
  }
  const items = [
    ...existingItem(request, push.existing),
    ...push.added.map((commit) => `<li>${shortSha(commit.sha)} - ${escapeHtml(commit.title)}</li>`),
  ];
  const path = projectPath(instance.store.state, projectById(instance.store.state, request.projectId));
  const version = latestVersion(request).id;
  const link = `/${path}/-/merge_requests/${request.iid}/diffs?diff_id=${version}&start_sha=${push.before}`;
  const body = [
    `added ${total} ${total === 1 ? 'commit' : 'commits'}`,
    `<ul>${items.join('')}</ul>`,
    `[Compare with previous version](${link})`,
  ].join('\n\n');
  addSystemNote(instance, request, push.authorId, body);
}

function existingItem(request: MergeRequestRecord, commits: readonly Commit[]): string[] {
  const [newest, oldest] = [commits[0], commits.at(-1)];
  if (newest === undefined || oldest === undefined) {
    return [];
  }
  const range = commits.length === 1 ? shortSha(newest.sha) : `${shortSha(oldest.sha)}...${shortSha(newest.sha)}`;
  const count = `${commits.length} ${commits.length === 1 ? 'commit' : 'commits'}`;
  return [`<li>${range} - ${count} from branch <code>${escapeHtml(request.targetBranch)}</code></li>`];
}
