import type { Instance } from '../instance.ts';
import type { CommentRecord, PullRecord } from '../state/model.ts';

type Entry = Pick<CommentRecord, 'userId' | 'type' | 'body'> &
  Partial<Pick<CommentRecord, 'reviewId' | 'path' | 'line' | 'commitSha'>>;

/** Writes an entry of a pull request's timeline. */
export function comment({ store, clock }: Instance, pull: PullRecord, entry: Entry): CommentRecord {
  const record: CommentRecord = {
    id: store.nextId('comment'),
    repositoryId: pull.repositoryId,
    index: pull.index,
    reviewId: null,
    path: null,
    line: null,
    commitSha: null,
    createdAt: clock.now(),
    ...entry,
  };
  store.state.comments.push(record);
  pull.updatedAt = record.createdAt;
  store.changed();
  return record;
}

/** The timeline of a pull request, oldest first. */
export function timelineOf({ store: { state } }: Instance, { repositoryId, index }: PullRecord): CommentRecord[] {
  return state.comments.filter((each) => each.repositoryId === repositoryId && each.index === index);
}

export function setClosed(instance: Instance, pull: PullRecord, userId: number, isClosed: boolean): void {
  pull.isClosed = isClosed;
  pull.closedAt = isClosed ? instance.clock.now() : null;
  comment(instance, pull, { userId, type: isClosed ? 'close' : 'reopen', body: '' });
}
