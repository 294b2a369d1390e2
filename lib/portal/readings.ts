import type { Collection } from '#lib/ports/collection.ts';

/** A collection to read from that notes who has read what. */
export type Readings<Value> = Pick<Collection<Value>, 'get'> & {
  /** What is read until `finish` is read by this one, in place of all that it has read before. */
  start(reader: string): void;
  finish(): void;
  /** Those who have read any of these values; they are not named again until they have read again. */
  takeReaders(ids: Iterable<string>): Set<string>;
  /** This one has heard already that what it made of its readings is over: nobody names it until it has read again. */
  wasTold(reader: string): void;
  /** For a reader that is gone. */
  forgetReader(reader: string): void;
};

const NOBODY: readonly string[] = [];

/**
 * What was read and not there is noted as well. A reader of thousands reads nearly always the same again, which costs no
 * more than a look.
 * @param essenceOf all of a value that matters to readers, as text: while that stays, they are not told of another value.
 *   null where everything matters.
 */
export function createReadings<Value>(
  collection: Pick<Collection<Value>, 'get'>,
  essenceOf: (value: Value) => string | null = () => null,
): Readings<Value> {
  const readers = new Map<string, Set<string>>();
  /** The ids that each has read, so that nothing is left of who is gone. */
  const readBy = new Map<string, readonly string[]>();
  /** Of what has readers, as they know it. */
  const essences = new Map<string, string>();
  const told = new Set<string>();
  let reading: { who: string; ids: string[] } | null = null;

  const currentEssence = (id: string) => {
    const value = collection.get(id);
    return value === undefined ? null : essenceOf(value);
  };
  const keepEssence = (id: string, essence: string | null) => {
    if (essence === null) {
      essences.delete(id);
    } else {
      essences.set(id, essence);
    }
  };
  /** Whether a value that has readers is another for them; from then on this one is what they know. */
  const isNews = (id: string) => {
    const essence = essences.get(id);
    const now = currentEssence(id);
    keepEssence(id, now);
    return essence === undefined || essence !== now;
  };
  const add = (who: string, id: string) => {
    const known = readers.get(id);
    if (known === undefined) {
      readers.set(id, new Set([who]));
      keepEssence(id, currentEssence(id));
    } else {
      known.add(who);
    }
  };
  const drop = (who: string, id: string) => {
    const known = readers.get(id);
    if (known?.delete(who) && known.size === 0) {
      readers.delete(id);
      essences.delete(id);
    }
  };
  const note = (who: string, ids: readonly string[]) => {
    const before = readBy.get(who) ?? NOBODY;
    if (isSameList(before, ids)) {
      return;
    }
    const wanted = new Set(ids);
    for (const id of before) {
      if (!wanted.has(id)) {
        drop(who, id);
      }
    }
    for (const id of wanted) {
      add(who, id);
    }
    if (ids.length === 0) {
      readBy.delete(who);
    } else {
      readBy.set(who, ids);
    }
  };
  return {
    get(id) {
      reading?.ids.push(id);
      return collection.get(id);
    },
    start(who) {
      reading = { who, ids: [] };
    },
    finish() {
      if (reading !== null) {
        told.delete(reading.who);
        note(reading.who, reading.ids);
      }
      reading = null;
    },
    takeReaders(ids) {
      const taken = new Set<string>();
      for (const id of ids) {
        const known = readers.get(id);
        if (known !== undefined && isNews(id)) {
          for (const who of known) {
            if (!told.has(who)) {
              taken.add(who);
            }
          }
        }
      }
      for (const who of taken) {
        told.add(who);
      }
      return taken;
    },
    wasTold(who) {
      told.add(who);
    },
    forgetReader(who) {
      note(who, NOBODY);
      told.delete(who);
    },
  };
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}
