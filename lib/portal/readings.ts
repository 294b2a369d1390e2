import type { Collection } from '#lib/ports/collection.ts';

/** A collection to read from that notes who has read what. */
export type Readings<Value> = Pick<Collection<Value>, 'get'> & {
  /** Those who have read any of these values; they are forgotten until they read again. */
  takeReaders(ids: Iterable<string>): Set<string>;
};

/** @param reader who reads now. What was read and not there is noted as well. */
export function createReadings<Value>(
  collection: Pick<Collection<Value>, 'get'>,
  reader: () => string,
): Readings<Value> {
  const readers = new Map<string, string[]>();
  return {
    get(id) {
      const known = readers.get(id);
      if (known === undefined) {
        readers.set(id, [reader()]);
      } else if (!known.includes(reader())) {
        known.push(reader());
      }
      return collection.get(id);
    },
    takeReaders(ids) {
      const taken = new Set<string>();
      for (const id of ids) {
        for (const each of readers.get(id) ?? []) {
          taken.add(each);
        }
        readers.delete(id);
      }
      return taken;
    },
  };
}
