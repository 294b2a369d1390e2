import type { Position } from '#lib/domain/live/position.ts';
import { encodeBeat } from './encode.ts';
import { createGroups } from './groups.ts';
import type { Subscriber } from './subscriber.ts';

/** Everyone who listens, grouped by what they listen to, so that each group's bytes are joined once. */
export type Audience = {
  add(subscriber: Subscriber): void;
  delete(subscriber: Subscriber): void;
  /** The reader hears of these topics only from now on; of none means that it is sent away. */
  narrow(subscriber: Subscriber, topics: readonly string[]): void;
  /** Gives every reader the pieces of its topics, in the order of the map, in one write. */
  tell(pieces: ReadonlyMap<string, Uint8Array>): void;
  beat(position: Position): void;
  ofSession(sessionId: string): Subscriber[];
  /** How many listen to a topic. */
  countOf(topic: string): number;
  all(): Subscriber[];
  readonly size: number;
};

export function createAudience(): Audience {
  const groups = createGroups();
  const sessions = new Map<string, Set<Subscriber>>();
  let size = 0;

  return {
    add(subscriber) {
      groups.join(subscriber);
      const session = sessions.get(subscriber.sessionId) ?? new Set();
      sessions.set(subscriber.sessionId, session.add(subscriber));
      size += 1;
    },
    delete(subscriber) {
      if (!groups.leave(subscriber)) {
        return;
      }
      size -= 1;
      const session = sessions.get(subscriber.sessionId);
      session?.delete(subscriber);
      if (session?.size === 0) {
        sessions.delete(subscriber.sessionId);
      }
    },
    narrow(subscriber, topics) {
      if (topics.length === 0) {
        subscriber.close();
      } else if (groups.leave(subscriber)) {
        subscriber.topics = topics;
        groups.join(subscriber);
      }
    },
    tell: groups.tell,
    beat(position) {
      const bytes = encodeBeat(position);
      for (const subscriber of groups.all()) {
        // Whoever still has something to read knows that the line is open.
        if (subscriber.isDrained) {
          subscriber.push(bytes);
        }
      }
    },
    ofSession: (sessionId) => [...(sessions.get(sessionId) ?? [])],
    countOf: groups.countOf,
    all: groups.all,
    get size() {
      return size;
    },
  };
}
