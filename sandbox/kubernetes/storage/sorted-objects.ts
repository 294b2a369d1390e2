import type { KubeObject } from '../object.ts';
import { partitionPoint } from './binary-search.ts';

/** The objects of one kind, always in the order of their keys, as etcd keeps them. */
export type SortedObjects = {
  get(key: string): KubeObject | undefined;
  set(key: string, object: KubeObject): void;
  delete(key: string): void;
  /** The keys of a namespace, or all. */
  keys(namespace?: string): string[];
  /** The objects of a namespace, or all. */
  values(namespace?: string): KubeObject[];
};

/** Where an object is found: `namespace/name`, `/name` for kinds without namespaces. */
export function objectKey(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}

export function createSortedObjects(): SortedObjects {
  const objects = new Map<string, KubeObject>();
  const sorted: string[] = [];
  /** All of them in order, until one changes: a list of many pages is read over and over. */
  let all: readonly KubeObject[] | null = null;

  const keys = (namespace?: string) =>
    namespace === undefined
      ? [...sorted]
      : // '0' is the character after '/', so this is every key that begins with the namespace and a slash.
        sorted.slice(firstIndexFrom(sorted, `${namespace}/`), firstIndexFrom(sorted, `${namespace}0`));
  const values = (namespace?: string) => {
    if (namespace === undefined && all !== null) {
      return [...all];
    }
    const found: KubeObject[] = [];
    for (const key of namespace === undefined ? sorted : keys(namespace)) {
      const object = objects.get(key);
      if (object !== undefined) {
        found.push(object);
      }
    }
    if (namespace === undefined) {
      all = [...found];
    }
    return found;
  };

  return {
    get: (key) => objects.get(key),
    set(key, object) {
      all = null;
      if (!objects.has(key)) {
        sorted.splice(firstIndexFrom(sorted, key), 0, key);
      }
      objects.set(key, object);
    },
    delete(key) {
      if (objects.delete(key)) {
        all = null;
        sorted.splice(firstIndexFrom(sorted, key), 1);
      }
    },
    keys,
    values,
  };
}

/** The index of the first key that is not before `key`; the length when all are. */
export function firstIndexFrom(sorted: readonly string[], key: string): number {
  return partitionPoint(sorted.length, (index) => (sorted[index] ?? '') < key);
}
