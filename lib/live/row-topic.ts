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
};

/** A topic with a row for each value of a collection; only rows whose values changed are made anew. */
export function createRowTopic<Value>({ name, collection, project }: RowTopicOptions<Value>): Topic {
  /** How often each has changed. */
  const dirty = new Map<string, number>();
  /** Rows as they were last told, so that a change that no row shows is not told. What is not here is told always. */
  const told = new Map<string, Row>();

  const rowOf = (id: string): Row | null => {
    const value = collection.get(id);
    return value === undefined ? null : project(value);
  };

  return {
    name,
    start: (onDirty) =>
      collection.subscribe(({ upserted, removed }) => {
        const before = dirty.size;
        for (const id of [...upserted, ...removed]) {
          dirty.set(id, (dirty.get(id) ?? 0) + 1);
        }
        if (dirty.size > before) {
          onDirty();
        }
      }),
    get isDirty() {
      return dirty.size > 0;
    },
    collect(wasRead) {
      const changes = [...dirty];
      dirty.clear();
      if (wasRead) {
        for (const [id, times] of changes) {
          if (times > 1) {
            told.delete(id);
          }
        }
      }
      const ids = changes.map(([id]) => id);
      try {
        return collectRows(ids, rowOf, told);
      } catch (error) {
        // Some rows were made and will not be told, so nothing of what was told counts any more.
        told.clear();
        throw error;
      }
    },
    forget() {
      for (const id of dirty.keys()) {
        told.delete(id);
      }
      dirty.clear();
    },
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
