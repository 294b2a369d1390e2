import type { ServerResponse } from 'node:http';
import { expired } from '../api/errors.ts';
import type { Status } from '../api/status.ts';
import type { KubeObject } from '../object.ts';
import { bookmarkObject, type Encoder } from '../read/encoder.ts';
import type { StoreEvent } from '../store.ts';
import { createEventFeed, type EventFeedOptions, type FeedItem } from './event-feed.ts';
import { createLineWriter, type LineWriter } from './line-writer.ts';

/** One open watch. Nothing is buffered for it but what is on the wire: a slow reader is served from the event log. */
export type WatchStream = {
  readonly lines: LineWriter;
  /** Sends what it begins with, and what has happened since. */
  start(): void;
  /** Told of each event of its kind, in order. */
  offer(event: StoreEvent): void;
  /** Tells the reader how far it has come; left out while the reader lags behind. */
  bookmark(padding?: string): void;
  /** From now on no events are sent, and bookmarks say where the reader stood then. */
  withhold(): void;
  /** Sends an ERROR event. */
  error(status: Status): void;
  end(): void;
};

export function createWatchStream(
  options: EventFeedOptions & { encoder: Encoder; response: ServerResponse },
): WatchStream {
  const { store, resource, encoder, response } = options;
  const lines = createLineWriter(response);
  const feed = createEventFeed(options);
  let isBehind = true;
  let withheldAt: number | null = null;

  const send = ({ type, object }: FeedItem) => {
    const line = encoder.event(type, object);
    if (type === 'BOOKMARK') {
      lines.other(line);
    } else {
      lines.event(line);
    }
  };
  const error = (status: Status) => {
    lines.other(Buffer.from(`${JSON.stringify({ type: 'ERROR', object: status })}\n`));
  };
  const catchUp = () => {
    isBehind = true;
    while (!lines.isFull) {
      const item = feed.next();
      if (item === null) {
        isBehind = false;
        return;
      }
      if (item === 'expired') {
        error(expired(`too old resource version: ${feed.cursor} (${store.revision})`).status);
        lines.end();
        return;
      }
      send(item);
    }
  };
  const offer = (event: StoreEvent) => {
    if (isBehind || response.writableEnded) {
      return;
    }
    if (lines.isFull) {
      isBehind = true;
      return;
    }
    const item = feed.take(event);
    if (item !== null) {
      send(item);
    }
  };
  response.on('drain', () => {
    if (isBehind && !response.writableEnded) {
      catchUp();
    }
  });

  return {
    lines,
    start: catchUp,
    offer,
    bookmark(padding) {
      if (!isBehind && !response.writableEnded) {
        const object = bookmarkObject(resource, withheldAt ?? Math.max(feed.cursor, store.revision), false);
        send({ type: 'BOOKMARK', object: padding === undefined ? object : padded(object, padding) });
      }
    },
    withhold() {
      withheldAt ??= feed.cursor;
      lines.setMode('withheld');
    },
    error,
    end: () => lines.end(),
  };
}

function padded(object: KubeObject, padding: string): KubeObject {
  return { ...object, metadata: { ...object.metadata, annotations: { 'sandbox/padding': padding } } };
}
