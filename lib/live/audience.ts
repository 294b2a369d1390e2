import type { Position } from '#lib/domain/live/position.ts';
import { encodeBeat } from './encode.ts';
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

type Group = { topics: readonly string[]; members: Set<Subscriber> };

export function createAudience(): Audience {
  const groups = new Map<string, Group>();
  const sessions = new Map<string, Set<Subscriber>>();
  const perTopic = new Map<string, number>();
  let size = 0;

  const count = (topics: readonly string[], by: 1 | -1) => {
    for (const topic of topics) {
      perTopic.set(topic, (perTopic.get(topic) ?? 0) + by);
    }
  };
  const join = (subscriber: Subscriber) => {
    const key = subscriber.topics.join('\n');
    const group = groups.get(key) ?? { topics: subscriber.topics, members: new Set() };
    group.members.add(subscriber);
    groups.set(key, group);
    count(subscriber.topics, 1);
  };
  const leave = (subscriber: Subscriber): boolean => {
    const key = subscriber.topics.join('\n');
    const group = groups.get(key);
    if (group === undefined || !group.members.delete(subscriber)) {
      return false;
    }
    if (group.members.size === 0) {
      groups.delete(key);
    }
    count(subscriber.topics, -1);
    return true;
  };

  return {
    add(subscriber) {
      join(subscriber);
      const session = sessions.get(subscriber.sessionId) ?? new Set();
      sessions.set(subscriber.sessionId, session.add(subscriber));
      size += 1;
    },
    delete(subscriber) {
      if (!leave(subscriber)) {
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
      } else if (leave(subscriber)) {
        subscriber.topics = topics;
        join(subscriber);
      }
    },
    tell(pieces) {
      for (const { topics, members } of groups.values()) {
        const bytes = joinPieces(topics, pieces);
        if (bytes !== null) {
          for (const member of members) {
            member.push(bytes);
          }
        }
      }
    },
    beat(position) {
      const bytes = encodeBeat(position);
      for (const { members } of groups.values()) {
        for (const member of members) {
          // Whoever still has something to read knows that the line is open.
          if (member.isDrained) {
            member.push(bytes);
          }
        }
      }
    },
    ofSession: (sessionId) => [...(sessions.get(sessionId) ?? [])],
    countOf: (topic) => perTopic.get(topic) ?? 0,
    all: () => [...groups.values()].flatMap(({ members }) => [...members]),
    get size() {
      return size;
    },
  };
}

function joinPieces(topics: readonly string[], pieces: ReadonlyMap<string, Uint8Array>): Uint8Array | null {
  const wanted: Uint8Array[] = [];
  for (const [topic, bytes] of pieces) {
    if (topics.includes(topic)) {
      wanted.push(bytes);
    }
  }
  const [first, second] = wanted;
  return second === undefined ? (first ?? null) : Buffer.concat(wanted);
}
