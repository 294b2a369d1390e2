import type { Subscriber } from './subscriber.ts';

/** Readers by what they listen to. */
export type Groups = {
  join(subscriber: Subscriber): void;
  /** Gives whether it was there. */
  leave(subscriber: Subscriber): boolean;
  tell(pieces: ReadonlyMap<string, Uint8Array>): void;
  countOf(topic: string): number;
  all(): Subscriber[];
};

type Group = { topics: readonly string[]; members: Set<Subscriber> };

export function createGroups(): Groups {
  const groups = new Map<string, Group>();
  const perTopic = new Map<string, number>();
  const count = (topics: readonly string[], by: 1 | -1) => {
    for (const topic of topics) {
      perTopic.set(topic, (perTopic.get(topic) ?? 0) + by);
    }
  };

  return {
    join(subscriber) {
      const key = keyOf(subscriber);
      const group = groups.get(key) ?? { topics: subscriber.topics, members: new Set() };
      group.members.add(subscriber);
      groups.set(key, group);
      count(subscriber.topics, 1);
    },
    leave(subscriber) {
      const key = keyOf(subscriber);
      const group = groups.get(key);
      if (group === undefined || !group.members.delete(subscriber)) {
        return false;
      }
      if (group.members.size === 0) {
        groups.delete(key);
      }
      count(subscriber.topics, -1);
      return true;
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
    countOf: (topic) => perTopic.get(topic) ?? 0,
    all: () => [...groups.values()].flatMap(({ members }) => [...members]),
  };
}

/** Topics are in the order of their names, so equal sets have equal keys. */
function keyOf({ topics }: Subscriber): string {
  return topics.join('\n');
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
