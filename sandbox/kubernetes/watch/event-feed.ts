import type { KubeObject, ResourceType } from '../object.ts';
import { bookmarkObject, type EventType } from '../read/encoder.ts';
import type { Selection } from '../selectors/selection.ts';
import type { ObjectStore, StoreEvent } from '../store.ts';
import { selectEvent } from './select-event.ts';

export type FeedItem = { type: EventType; object: KubeObject };

export type EventFeedOptions = {
  store: ObjectStore;
  resource: ResourceType;
  selection: Selection;
  /** Everything up to this revision is known to the reader, or in `initial`. */
  since: number;
  /** Objects to begin with, as ADDED. */
  initial: readonly KubeObject[];
  /** Whether a bookmark tells where these end. */
  marksEndOfInitial: boolean;
};

/** What one reader has still to hear of a kind, in order and without a gap. */
export type EventFeed = {
  /** The last revision that was looked at for the reader. */
  readonly cursor: number;
  /** The next thing to say; null when there is nothing, `expired` when what comes next is forgotten. */
  next(): FeedItem | null | 'expired';
  /** What an event that just happened is to a reader who has heard of everything before; null for nothing. */
  take(event: StoreEvent): FeedItem | null;
};

export function createEventFeed(options: EventFeedOptions): EventFeed {
  const { store, resource, selection } = options;
  const beginning = beginningOf(options);
  let cursor = options.since;
  let backlog: Iterator<StoreEvent> = [][Symbol.iterator]();

  const take = (event: StoreEvent) => {
    // A reader that knows more than this server has reached hears of nothing until it has.
    if (event.revision <= cursor) {
      return null;
    }
    cursor = event.revision;
    return selectEvent(event, selection);
  };
  /** The next logged event that is anything to this reader. */
  const nextLogged = (): FeedItem | null => {
    for (let step = backlog.next(); !step.done; step = backlog.next()) {
      const item = take(step.value);
      if (item !== null) {
        return item;
      }
    }
    return null;
  };

  return {
    get cursor() {
      return cursor;
    },
    take,
    next() {
      const first = beginning.next();
      const item = first.done ? nextLogged() : first.value;
      if (item !== null) {
        return item;
      }
      const events = store.eventsSince(resource, cursor);
      backlog = (events ?? [])[Symbol.iterator]();
      return events === null ? 'expired' : nextLogged();
    },
  };
}

function* beginningOf({ resource, initial, marksEndOfInitial, since }: EventFeedOptions): Generator<FeedItem> {
  for (const object of initial) {
    yield { type: 'ADDED', object };
  }
  if (marksEndOfInitial) {
    yield { type: 'BOOKMARK', object: bookmarkObject(resource, since, true) };
  }
}
