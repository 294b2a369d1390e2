import type { Row } from '#lib/domain/live/wire.ts';
import { isSame } from '#lib/domain/value/same.ts';
import type { Collection, CollectionChange } from '#lib/ports/collection.ts';
import type { Topic, TopicChange } from './topic.ts';

export type ComputedTopicOptions = {
  name: string;
  collections: readonly Collection<unknown>[];
  /** All rows as of now. They are few; it runs up to ten times a second while one of the collections changes. */
  compute(): Iterable<Row>;
  /** Which changes matter; without it, all that have ids. */
  concerns?(change: CollectionChange): boolean;
  heard?: () => () => void;
};

/** Sums may be a tenth of a second behind their rows, so that a busy cluster has them worked out ten times a second. */
const PACE_MS = 100;

/** A topic whose rows are made from several values together, such as one row with the sum of all. */
export function createComputedTopic(options: ComputedTopicOptions): Topic {
  const { name, collections, compute, concerns = hasIds, heard } = options;
  /** How often something changed. */
  let changes = 0;
  /** Rows as they were last told; null when nobody knows what the readers have. */
  let told: Map<string, Row> | null = null;

  return {
    name,
    paceMs: PACE_MS,
    ...(heard === undefined ? {} : { heard }),
    start(onDirty) {
      const stops = collections.map((collection) =>
        collection.subscribe((change) => {
          if (concerns(change)) {
            changes += 1;
            if (changes === 1) {
              onDirty();
            }
          }
        }),
      );
      return () => {
        for (const stop of stops) {
          stop();
        }
      };
    },
    get isDirty() {
      return changes > 0;
    },
    collect(wasRead) {
      const before = wasRead && changes > 1 ? null : told;
      changes = 0;
      // Where this fails, the readers are told to read again: what they read then was never told.
      told = null;
      const next = new Map([...compute()].map((row) => [row.id, row]));
      const change: TopicChange =
        before === null ? { upsert: [...next.values()], remove: [], replace: true } : between(before, next);
      told = next;
      return change.replace || change.upsert.length > 0 || change.remove.length > 0 ? change : null;
    },
    forget() {
      changes = 0;
      told = null;
    },
  };
}

function hasIds({ upserted, removed }: CollectionChange): boolean {
  return upserted.size > 0 || removed.size > 0;
}

function between(before: ReadonlyMap<string, Row>, after: ReadonlyMap<string, Row>): TopicChange {
  return {
    upsert: [...after.values()].filter((row) => !isSame(before.get(row.id), row)),
    remove: [...before.keys()].filter((id) => !after.has(id)),
  };
}
