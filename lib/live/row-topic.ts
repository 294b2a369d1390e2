import type { Row } from '#lib/domain/live/wire.ts';
import { isSame } from '#lib/domain/value/same.ts';
import type { Collection } from '#lib/ports/collection.ts';
import type { Topic, TopicChange } from './topic.ts';

export type RowTopicOptions<Value> = {
  name: string;
  /** One row for each value, under the same id. */
  collection: Collection<Value>;
  /** The row of a value; null where it has none. */
  project(value: Value): Row | null;
  /** Other values that rows are made of too, and which rows each of them touches. */
  also?: readonly { collection: Collection<unknown>; touches(ids: readonly string[]): Iterable<string> }[];
};

/** A topic with a row for each value of a collection; only rows whose values changed are made anew. */
export function createRowTopic<Value>(options: RowTopicOptions<Value>): Topic {
  const { name, collection, project } = options;
  const dirty = new Set<string>();
  /** Rows as they were last told, so that a change that no row shows is not told. What is not here is told always. */
  const told = new Map<string, Row>();

  const rowOf = (id: string): Row | null => {
    const value = collection.get(id);
    return value === undefined ? null : project(value);
  };

  return {
    name,
    start: (onDirty) =>
      listen(options, (ids) => {
        const before = dirty.size;
        for (const id of ids) {
          dirty.add(id);
        }
        if (dirty.size > before) {
          onDirty();
        }
      }),
    get isDirty() {
      return dirty.size > 0;
    },
    collect() {
      const ids = [...dirty];
      dirty.clear();
      try {
        return collectRows(ids, rowOf, told);
      } catch (error) {
        // Some rows were made and will not be told, so nothing of what was told counts any more.
        told.clear();
        throw error;
      }
    },
    forget() {
      for (const id of dirty) {
        told.delete(id);
      }
      dirty.clear();
    },
  };
}

/** Gives the ids of rows that may be other than before, as they come. */
function listen<Value>(
  { collection, also = [] }: RowTopicOptions<Value>,
  mark: (ids: Iterable<string>) => void,
): () => void {
  const stops = [
    collection.subscribe(({ upserted, removed }) => {
      mark(upserted);
      mark(removed);
    }),
    ...also.map((other) =>
      other.collection.subscribe(({ upserted, removed }) => {
        const ids = [...upserted, ...removed];
        if (ids.length > 0) {
          mark(other.touches(ids));
        }
      }),
    ),
  ];
  return () => {
    for (const stop of stops) {
      stop();
    }
  };
}

function collectRows(
  ids: readonly string[],
  rowOf: (id: string) => Row | null,
  told: Map<string, Row>,
): TopicChange | null {
  const upsert: Row[] = [];
  const remove: string[] = [];
  for (const id of ids) {
    const row = rowOf(id);
    const before = told.get(id);
    if (row === null) {
      told.delete(id);
      remove.push(id);
    } else if (before === undefined || !isSame(before, row)) {
      told.set(id, row);
      upsert.push(row);
    }
  }
  return upsert.length > 0 || remove.length > 0 ? { upsert, remove } : null;
}
