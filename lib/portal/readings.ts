import type { Collection } from '#lib/ports/collection.ts';

/** A collection to read from that notes who has read what. */
export type Readings<Value> = Pick<Collection<Value>, 'get'> & {
  /** Those who have read any of these values; they are forgotten until they read again. */
  takeReaders(ids: Iterable<string>): Set<string>;
  /** Whatever this reader has read is nothing to it any more: what was made of it is made anew, or gone. */
  forgetReader(reader: string): void;
};

/**
 * @param reader who reads now. What was read and not there is noted as well.
 * @param essenceOf all of a value that matters to readers, as text: while that stays, they are not told of another value.
 *   null where everything matters.
 */
export function createReadings<Value>(
  collection: Pick<Collection<Value>, 'get'>,
  reader: () => string,
  essenceOf: (value: Value) => string | null = () => null,
): Readings<Value> {
  const readers = new Map<string, string[]>();
  /** The ids that each has read, so that nothing is left of who is gone. */
  const readBy = new Map<string, string[]>();

  /** As the first of its readers has read it. */
  const essences = new Map<string, string>();

  const currentEssence = (id: string) => {
    const value = collection.get(id);
    return value === undefined ? null : essenceOf(value);
  };
  const note = (id: string, who: string) => {
    const known = readers.get(id);
    const essence = known === undefined ? currentEssence(id) : null;
    if (essence !== null) {
      essences.set(id, essence);
    }
    if (!known?.includes(who)) {
      addTo(readers, id, who);
      addTo(readBy, who, id);
    }
  };
  return {
    get(id) {
      note(id, reader());
      return collection.get(id);
    },
    takeReaders(ids) {
      const taken = new Set<string>();
      for (const id of ids) {
        const known = essences.get(id);
        if (known === undefined || known !== currentEssence(id)) {
          for (const each of readers.get(id) ?? []) {
            taken.add(each);
          }
          readers.delete(id);
          essences.delete(id);
        }
      }
      return taken;
    },
    forgetReader(who) {
      for (const id of readBy.get(who) ?? []) {
        const left = (readers.get(id) ?? []).filter((each) => each !== who);
        if (left.length > 0) {
          readers.set(id, left);
        } else {
          readers.delete(id);
          essences.delete(id);
        }
      }
      readBy.delete(who);
    },
  };
}

function addTo(lists: Map<string, string[]>, key: string, entry: string): void {
  const list = lists.get(key);
  if (list === undefined) {
    lists.set(key, [entry]);
  } else {
    list.push(entry);
  }
}
