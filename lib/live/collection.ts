import type { SourceStatus } from '#lib/domain/source/source.ts';
import { isSame } from '#lib/domain/value/same.ts';
import type { ReflectionSink } from '#lib/ports/cluster.ts';
import type { Collection, CollectionChange } from '#lib/ports/collection.ts';

const NOTHING: ReadonlySet<string> = new Set();

/** Values that a reflector or a poller writes and views read. */
export type LiveCollection<Value> = Collection<Value> & ReflectionSink<Value>;

/**
 * Keeps the values of one source. Listeners hear only of what differs: writing an equal value again is no change.
 * A change without ids is one of the source's state. A live source that is confirmed changes nothing for anybody.
 * @param source who it is; until the first word from it, it is starting
 */
export function createCollection<Value>(
  source: Pick<SourceStatus, 'id' | 'label' | 'isOptional'>,
  now = 0,
): LiveCollection<Value> {
  const values = new Map<string, Value>();
  const listeners = new Set<(change: CollectionChange) => void>();
  let status: SourceStatus = { ...source, state: 'starting', asOf: null, since: now };

  const tell = (upserted: ReadonlySet<string>, removed: ReadonlySet<string>) => {
    const change = { upserted, removed };
    for (const listener of [...listeners]) {
      listener(change);
    }
  };
  /** Whether the value is other than the one there was. */
  const put = (id: string, value: Value): boolean => {
    const before = values.get(id);
    if (before !== undefined && isSame(before, value)) {
      return false;
    }
    values.set(id, value);
    return true;
  };

  return {
    get: (id) => values.get(id),
    values: () => values.values(),
    get size() {
      return values.size;
    },
    get source() {
      return status;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    replace(next) {
      const removed = new Set([...values.keys()].filter((id) => !next.has(id)));
      for (const id of removed) {
        values.delete(id);
      }
      const upserted = new Set([...next].filter(([id, value]) => put(id, value)).map(([id]) => id));
      if (upserted.size > 0 || removed.size > 0) {
        tell(upserted, removed);
      }
    },
    upsert(id, value) {
      if (put(id, value)) {
        tell(new Set([id]), NOTHING);
      }
    },
    remove(id) {
      if (values.delete(id)) {
        tell(NOTHING, new Set([id]));
      }
    },
    status(next) {
      const before = status;
      status = next;
      if (!isSame({ ...before, asOf: null }, { ...next, asOf: null }) || next.state !== 'live') {
        tell(NOTHING, NOTHING);
      }
    },
  };
}
