import type { Row } from '#lib/domain/live/wire.ts';
import { hasData } from '#lib/domain/source/source.ts';
import { isSame } from '#lib/domain/value/same.ts';
import type { Collection, CollectionChange } from '#lib/ports/collection.ts';
import type { Topic, TopicChange } from './topic.ts';

export type ComputedTopicOptions = {
  name: string;
  collections: readonly Collection<unknown>[];
  /** All rows as of now. They are few; it runs up to ten times a second while one of the collections changes. */
  compute(): Iterable<Row>;
  /** Which changes matter; without it, all that have ids. That a source has something to show, or no more, always does. */
  concerns?(change: CollectionChange): boolean;
  heard?: () => () => void;
  /** Its rows also show what no collection tells of, as it is at the next change: who read them between two saw others. */
  isSampled?: boolean;
};

/**
 * More rows than this are told one part after the other, a pace apart: all at once they would be more than the stream takes
 * in one go, and every reader would read all of them anew.
 */
const MOST_ROWS = 100;
/** Sums may be a tenth of a second behind their rows, so that a busy cluster has them worked out ten times a second. */
const PACE_MS = 100;
/** What takes longer to work out is worked out less often: at most one part in so many of the time goes into each topic. */
const SHARE = 20;
const LONGEST_PACE_MS = 2000;
/** How much the last time counts against those before. */
const WEIGHT = 0.2;

/** A topic whose rows are made from several values together, such as one row with the sum of all. */
export function createComputedTopic(options: ComputedTopicOptions): Topic {
  const { name, collections, compute, concerns = hasIds, heard, isSampled = false } = options;
  /** How often something changed. */
  let changes = 0;
  /** Rows as they were last told; null when nobody knows what the readers have. */
  let told: Map<string, Row> | null = null;
  /** Rows as they were worked out last, where not all of them are told yet. */
  let untold: Map<string, Row> | null = null;
  let usualMs = 0;
  const work = (): Map<string, Row> => {
    const startedAt = performance.now();
    const rows = new Map([...compute()].map((row) => [row.id, row]));
    usualMs += WEIGHT * (performance.now() - startedAt - usualMs);
    return rows;
  };

  return {
    name,
    get paceMs() {
      return Math.min(Math.max(PACE_MS, usualMs * SHARE), LONGEST_PACE_MS);
    },
    heard() {
      // Whoever comes has read what is there now, so that the first change need not tell everything.
      if (changes === 0 && told === null) {
        told = attempt(work);
      }
      return heard?.() ?? (() => undefined);
    },
    start(onDirty) {
      const stops = collections.map((collection) => {
        let hadData = hasData(collection.source);
        return collection.subscribe((change) => {
          // Values may come before the word that they count, and a frame may have been between the two.
          const isTurn = hadData !== hasData(collection.source);
          hadData = hasData(collection.source);
          // Whether it was one or several is all that counts: in a flood nobody looks at what each of them is about.
          if (changes > 1 || isTurn || concerns(change)) {
            changes += 1;
            if (changes === 1) {
              onDirty();
            }
          }
        });
      });
      return () => {
        for (const stop of stops) {
          stop();
        }
      };
    },
    get isDirty() {
      return changes > 0 || untold !== null;
    },
    collect(wasRead) {
      // Who read between two changes of which only the last is told may have what was never told.
      const before = wasRead && changes > 0 && (isSampled || changes > 1 || untold !== null) ? null : told;
      const known = changes === 0 ? untold : null;
      changes = 0;
      untold = null;
      // Where this fails, the readers are told to read again: what they read then was never told.
      told = null;
      const next = known ?? work();
      if (before === null) {
        told = next;
        return { upsert: [...next.values()], remove: [], replace: true };
      }
      const change = between(before, next);
      const isTooMuch = change.upsert.length > MOST_ROWS;
      const part = isTooMuch ? { ...change, upsert: change.upsert.slice(0, MOST_ROWS) } : change;
      told = isTooMuch ? toldAfter(before, part) : next;
      untold = isTooMuch ? next : null;
      return part.upsert.length > 0 || part.remove.length > 0 ? part : null;
    },
    forget() {
      changes = 0;
      told = null;
      untold = null;
    },
  };
}

/** null where it fails: then everything is told with the first change, or why it cannot be. */
function attempt<Value>(work: () => Value): Value | null {
  try {
    return work();
  } catch {
    return null;
  }
}

/** What the readers have when they have heard of a change. */
function toldAfter(before: ReadonlyMap<string, Row>, { upsert, remove }: TopicChange): Map<string, Row> {
  const after = new Map(before);
  for (const id of remove) {
    after.delete(id);
  }
  for (const row of upsert) {
    after.set(row.id, row);
  }
  return after;
}

/** Whether values changed, and not only the state of their source. */
export function hasIds({ upserted, removed }: CollectionChange): boolean {
  return upserted.size > 0 || removed.size > 0;
}

function between(before: ReadonlyMap<string, Row>, after: ReadonlyMap<string, Row>): TopicChange {
  return {
    upsert: [...after.values()].filter((row) => !isSame(before.get(row.id), row)),
    remove: [...before.keys()].filter((id) => !after.has(id)),
  };
}
