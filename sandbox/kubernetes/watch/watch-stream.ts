import type { ServerResponse } from 'node:http';
import { expired } from '../api/errors.ts';
import type { Status } from '../api/status.ts';
import type { KubeObject, ResourceType } from '../object.ts';
import { bookmarkObject, type Encoder } from '../read/encoder.ts';
import type { Selection } from '../selectors/selection.ts';
import type { ObjectStore, StoreEvent } from '../store.ts';
import { createLineWriter, type LineWriter } from './line-writer.ts';
import { selectEvent } from './select-event.ts';

export type WatchStreamOptions = {
  store: ObjectStore;
  resource: ResourceType;
  selection: Selection;
  encoder: Encoder;
  response: ServerResponse;
  /** Everything up to this revision is known to the reader, or in `initial`. */
  since: number;
  /** Objects to begin with, as ADDED. */
  initial: readonly KubeObject[];
  /** Whether a bookmark tells where these end. */
  marksEndOfInitial: boolean;
};

/** One open watch. Nothing is buffered for it but what is on the wire: a slow reader is served from the event log. */
export type WatchStream = {
  readonly lines: LineWriter;
  /** Sends what it begins with, and what has happened since. */
  start(): void;
  /** Told of each event of its kind, in order. */
  offer(event: StoreEvent): void;
  /** Tells the reader how far it has come; left out while the reader lags behind. */
  bookmark(padding?: string): void;
  /** Sends an ERROR event. */
  error(status: Status): void;
  end(): void;
};

export function createWatchStream(options: WatchStreamOptions): WatchStream {
  const { store, resource, selection, encoder, response } = options;
  const lines = createLineWriter(response);
  const initial = options.initial[Symbol.iterator]();
  let isInitialSent = false;
  /** The last revision that was looked at for this reader. */
  let cursor = options.since;
  let isBehind = true;

  const mark = (isEnd: boolean, padding?: string) => {
    const object = bookmarkObject(resource, Math.max(cursor, lines.mode === 'withheld' ? 0 : store.revision), isEnd);
    lines.other(encoder.event('BOOKMARK', padding === undefined ? object : padded(object, padding)));
  };
  const send = (event: StoreEvent) => {
    // A reader that knows more than this server has reached hears of nothing until it has.
    if (event.revision <= cursor) {
      return;
    }
    const selected = selectEvent(event, selection);
    if (selected !== null) {
      lines.event(encoder.event(selected.type, selected.object));
    }
    if (lines.mode !== 'withheld') {
      cursor = event.revision;
    }
  };
  const sendInitial = (): boolean => {
    while (!isInitialSent) {
      if (lines.isFull) {
        return false;
      }
      const next = initial.next();
      if (!next.done) {
        lines.event(encoder.event('ADDED', next.value));
        continue;
      }
      isInitialSent = true;
      if (options.marksEndOfInitial) {
        lines.other(encoder.event('BOOKMARK', bookmarkObject(resource, cursor, true)));
      }
    }
    return true;
  };
  const fail = (status: Status) => {
    lines.other(Buffer.from(`${JSON.stringify({ type: 'ERROR', object: status })}\n`));
  };
  const catchUp = () => {
    isBehind = true;
    if (!sendInitial()) {
      return;
    }
    const events = store.eventsSince(resource, cursor);
    if (events === null) {
      fail(expired(`too old resource version: ${cursor} (${store.revision})`).status);
      lines.end();
      return;
    }
    for (const event of events) {
      if (lines.isFull) {
        return;
      }
      send(event);
    }
    isBehind = false;
  };
  response.on('drain', () => {
    if (isBehind && !response.writableEnded) {
      catchUp();
    }
  });

  return {
    lines,
    start: catchUp,
    offer(event) {
      if (isBehind || response.writableEnded) {
        return;
      }
      if (lines.isFull) {
        isBehind = true;
      } else {
        send(event);
      }
    },
    bookmark(padding) {
      if (!isBehind && !response.writableEnded) {
        mark(false, padding);
      }
    },
    error: fail,
    end: () => lines.end(),
  };
}

function padded(object: KubeObject, padding: string): KubeObject {
  return { ...object, metadata: { ...object.metadata, annotations: { 'sandbox/padding': padding } } };
}
