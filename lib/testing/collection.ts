import type { SourceStatus } from '#lib/domain/source/source.ts';
import type { Collection, CollectionChange } from '#lib/ports/collection.ts';

/** A collection that holds what the test puts in, and is live. */
export type TestCollection<Value> = Collection<Value> & {
  set(id: string, value: Value): void;
  delete(id: string): void;
  source: SourceStatus;
};

export function testCollection<Value>(entries: Iterable<[string, Value]> = []): TestCollection<Value> {
  const values = new Map(entries);
  const listeners = new Set<(change: CollectionChange) => void>();
  const tell = (upserted: readonly string[], removed: readonly string[]) => {
    for (const listener of [...listeners]) {
      listener({ upserted: new Set(upserted), removed: new Set(removed) });
    }
  };
  return {
    get: (id) => values.get(id),
    values: () => values.values(),
    get size() {
      return values.size;
    },
    source: { id: 'test', label: 'Test', state: 'live', asOf: 0, since: 0 },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set(id, value) {
      values.set(id, value);
      tell([id], []);
    },
    delete(id) {
      values.delete(id);
      tell([], [id]);
    },
  };
}
