import { createLineReader, LineTooLongError } from '#lib/adapters/_shared/line-reader.ts';
import { fieldsOf, textOf } from '#lib/domain/value/fields.ts';
import type { Clock } from '#lib/ports/clock.ts';
import { type Asked, errorFromStatus, invalidError } from './answer-error.ts';
import { qualifiedName, watchPath } from './kind-names.ts';
import type { Listing } from './list.ts';
import { piecesOf } from './read-body.ts';
import { isOlder } from './resource-version.ts';

export type WatchEvents = {
  /** The server took the watch: from now on it tells of every change. */
  onOpen(): void;
  onPut(object: unknown): void;
  onDelete(object: unknown): void;
  onBookmark(): void;
  /** Where the next watch can go on from. */
  onPosition(resourceVersion: string): void;
};

/** The server reported, on a stream that worked, that this watch cannot go on. */
export class WatchEventError extends Error {}

/** An event is older than what was seen: the server went back in time, or mixed up the order. */
export class WentBackError extends Error {}

/** The watch still talks after its time. It may be one that brings bookmarks and no events, so another one is better. */
export class OverdueError extends Error {}

const ANSWER_WITHIN_MS = 8000;
const LONGEST_LINE_BYTES = 16 * 1024 * 1024;
/** How long after the time the server was asked to end it a watch is given up. */
const GRACE_MS = 2000;

/**
 * One watch from a position until the server ends it, after `timeoutSeconds` by request. The time is kept short on
 * purpose. An API server sends a bookmark two seconds before the end of every watch (kubernetes cacheWatcher
 * `nextBookmarkTime`), so a connection that says nothing for longer than that is dead, and this is noticed within
 * seconds without asking the server anything else and without a false alarm on a quiet cluster.
 * @param watching.graceMs how long after its time it is given up; without it two seconds
 * @param watching.answerWithinMs how long its headers may take; without it eight seconds
 * Throws ExternalError (also for half-open and garbled connections), WatchEventError, WentBackError or OverdueError.
 */
export async function watchOnce(
  watching: Listing & { resourceVersion: string; timeoutSeconds: number; graceMs?: number; answerWithinMs?: number },
  events: WatchEvents,
): Promise<void> {
  const { connection, clock, kind, signal, onAnswer, timeoutSeconds, graceMs = GRACE_MS } = watching;
  const { answerWithinMs = ANSWER_WITHIN_MS } = watching;
  const asked = { provider: connection.id, operation: `watch ${qualifiedName(kind)}` };
  const answer = await connection.open(
    { method: 'GET', path: watchPath(kind, watching) },
    { operation: asked.operation, purpose: 'watch', signal, onAnswer, answerWithinMs },
  );
  events.onOpen();
  const take = createIntake(watching, asked, events);
  const lines = createLineReader(LONGEST_LINE_BYTES);
  const quietMs = timeoutSeconds * 1000 + graceMs;
  const over = new AbortController();
  const isOver = isPast(clock, quietMs, over.signal);
  try {
    for await (const piece of piecesOf(answer, { asked, clock, signal, quietMs, heard: connection.heard })) {
      for (const line of lines.push(piece)) {
        take(line);
      }
      if (isOver()) {
        throw new OverdueError('the server did not end the watch when it was asked to');
      }
    }
  } catch (error) {
    throw error instanceof LineTooLongError ? invalidError(asked, error.message) : error;
  } finally {
    over.abort();
  }
}

/** Tells whether so much time has passed, on timers: a wall clock that jumps changes nothing. */
function isPast(clock: Clock, ms: number, signal: AbortSignal): () => boolean {
  let is = false;
  clock.sleep(ms, signal).then(
    () => {
      is = true;
    },
    () => undefined, // The watch ended before.
  );
  return () => is;
}

/** Takes in one line after the other. A line cut off by the end of the stream never gets here; it comes again. */
function createIntake(
  { connection, resourceVersion: start }: Pick<Listing, 'connection'> & { resourceVersion: string },
  asked: Asked,
  events: WatchEvents,
): (line: Buffer) => void {
  let position = start;
  return (line) => {
    const { type, object } = parseEvent(asked, line);
    if (type === 'ERROR') {
      const cause = errorFromStatus(asked, object);
      connection.leaveAlone(cause.retryAfterSeconds ?? 0);
      throw new WatchEventError('', { cause });
    }
    const version = textOf(fieldsOf(fieldsOf(object).metadata).resourceVersion);
    if (isOlder(version, position)) {
      throw new WentBackError(`the server sent version ${version} after ${position}`);
    }
    if (type === 'ADDED' || type === 'MODIFIED') {
      events.onPut(object);
    } else if (type === 'DELETED') {
      events.onDelete(object);
    } else if (type === 'BOOKMARK') {
      events.onBookmark();
    } else {
      return;
    }
    if (version !== '') {
      position = version;
      events.onPosition(version);
    }
  };
}

function parseEvent(asked: Asked, line: Buffer): { type: unknown; object: unknown } {
  try {
    const { type, object } = fieldsOf(JSON.parse(line.toString('utf8')));
    return { type, object };
  } catch {
    // What could not be read may have been an event: it is asked for again from the position before it.
    throw invalidError(asked, 'it sent a line that is not JSON');
  }
}
