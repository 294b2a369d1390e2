import { fieldsOf, textOf } from '#lib/domain/value/fields.ts';
import { isSame } from '#lib/domain/value/same.ts';
import type { KindDescriptor, KubernetesObject, ReflectionSink } from '#lib/ports/cluster.ts';

/** The state of a list while it comes in. */
export type ListIntake = {
  /** One object. Never throws: what cannot be read is counted and left out. */
  add(parse: () => unknown): void;
  /** Makes it the state of the mirror. */
  commit(): void;
};

/** The values of one kind as they are now, on their way to a sink that hears only of what differs. */
export type Mirror = {
  beginList(): ListIntake;
  put(object: unknown): void;
  delete(object: unknown): void;
  clear(): void;
  /** Whether a list was ever taken in since the last `clear`. */
  readonly hasData: boolean;
  /** What is wrong with objects that are left out, for people; '' when all could be read. */
  note(): string;
};

type Contents<Value> = { byKey: Map<string, Value>; unreadable: Map<string, string> };

export function createMirror<Value>(
  kind: Pick<KindDescriptor<Value>, 'resource' | 'idOf' | 'toDomain'>,
  sink: Pick<ReflectionSink<Value>, 'replace' | 'upsert' | 'remove'>,
): Mirror {
  let contents = emptyContents<Value>();
  let hasData = false;

  const forget = (key: string) => {
    const before = contents.byKey.get(key);
    if (before !== undefined) {
      contents.byKey.delete(key);
      sink.remove(kind.idOf(before));
    }
  };

  return {
    beginList() {
      const next = emptyContents<Value>();
      return {
        add: (parse) => readInto(next, kind, contents.byKey, parse),
        commit() {
          contents = next;
          hasData = true;
          sink.replace(new Map([...next.byKey.values()].map((value) => [kind.idOf(value), value])));
        },
      };
    },
    put(object) {
      const key = keyOf(object);
      const before = contents.byKey.get(key);
      contents.unreadable.delete(key);
      const value = readInto(contents, kind, contents.byKey, () => object);
      if (value === undefined) {
        forget(key);
      } else if (value !== before) {
        sink.upsert(kind.idOf(value), value);
      }
    },
    delete(object) {
      const key = keyOf(object);
      contents.unreadable.delete(key);
      forget(key);
    },
    clear() {
      contents = emptyContents();
      hasData = false;
      sink.replace(new Map());
    },
    get hasData() {
      return hasData;
    },
    note: () => noteOn(contents.unreadable, kind.resource),
  };
}

function emptyContents<Value>(): Contents<Value> {
  return { byKey: new Map(), unreadable: new Map() };
}

/** Reads one object; a value that is the same as before is the very same, so that nobody keeps or compares it twice. */
function readInto<Value>(
  contents: Contents<Value>,
  kind: Pick<KindDescriptor<Value>, 'toDomain'>,
  known: ReadonlyMap<string, Value>,
  parse: () => unknown,
): Value | undefined {
  let key = '';
  try {
    const object = parse();
    key = keyOf(object);
    const value = kind.toDomain(fieldsOf(object) satisfies KubernetesObject);
    const before = known.get(key);
    const kept = before !== undefined && isSame(before, value) ? before : value;
    contents.byKey.set(key, kept);
    return kept;
  } catch (error) {
    const why = error instanceof Error ? textOf(error.message, 120) : 'it cannot be read';
    contents.unreadable.set(key || `(unnamed ${contents.unreadable.size + 1})`, why);
    return undefined;
  }
}

/** What tells objects of a kind apart before they are understood. */
function keyOf(object: unknown): string {
  const { namespace, name } = fieldsOf(fieldsOf(object).metadata);
  return typeof namespace === 'string' && namespace !== '' ? `${namespace}/${textOf(name)}` : textOf(name);
}

function noteOn(unreadable: ReadonlyMap<string, string>, resource: string): string {
  const [first] = unreadable;
  if (first === undefined) {
    return '';
  }
  const [key, why] = first;
  const others = unreadable.size === 1 ? '' : ` and ${unreadable.size - 1} more`;
  return `Left out because they cannot be read: ${resource} ${key} (${why})${others}.`;
}
