import type { Collection } from '#lib/ports/collection.ts';
import { createCollection } from './collection.ts';

/** Those of a collection that matter somewhere, kept in step: the many others cost whoever follows this one nothing. */
export function createSelected<Value>(all: Collection<Value>, isOf: (value: Value) => boolean): Collection<Value> {
  const selected = createCollection<Value>(all.source);
  const take = (id: string) => {
    const value = all.get(id);
    if (value !== undefined && isOf(value)) {
      selected.upsert(id, value);
    } else {
      selected.remove(id);
    }
  };
  all.subscribe(({ upserted, removed }) => {
    [...removed, ...upserted].forEach(take);
    if (upserted.size + removed.size === 0) {
      selected.status(all.source);
    }
  });
  return {
    get: selected.get,
    values: selected.values,
    get size() {
      return selected.size;
    },
    get source() {
      return all.source;
    },
    subscribe: selected.subscribe,
  };
}
