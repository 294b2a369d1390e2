import type { ResourceType } from '../object.ts';
import { BUILT_IN_TYPES, resourceType } from '../resources.ts';
import type { ObjectStore } from '../store.ts';
import { typesOf } from './definition.ts';

/** The kinds that are served now: the built-in ones and those the stored CustomResourceDefinitions make. */
export type ResourceRegistry = {
  find(group: string, version: string, plural: string): ResourceType | undefined;
  /** All, built-in first, custom ones in order of their definitions' names. */
  all(): ResourceType[];
  /** Whether a group is part of Kubernetes itself. */
  isBuiltInGroup(group: string): boolean;
  /** Told of each type that is no longer served. */
  onRemoved(listener: (type: ResourceType) => void): () => void;
  stop(): void;
};

const CRD = resourceType('CustomResourceDefinition');

export function createResourceRegistry(store: ObjectStore): ResourceRegistry {
  const custom = new Map<string, ResourceType[]>();
  const listeners = new Set<(type: ResourceType) => void>();
  const builtInGroups = new Set(BUILT_IN_TYPES.map(({ group }) => group));

  const replace = (name: string, types: ResourceType[]) => {
    const gone = (custom.get(name) ?? []).filter((old) => !types.some(({ version }) => version === old.version));
    if (types.length === 0) {
      custom.delete(name);
    } else {
      custom.set(name, types);
    }
    for (const type of gone) {
      for (const listener of listeners) {
        listener(type);
      }
    }
  };
  for (const definition of store.list(CRD)) {
    replace(definition.metadata.name, typesOf(definition));
  }
  const stop = store.subscribe(({ type, resource, object }) => {
    if (resource.plural === CRD.plural && resource.group === CRD.group) {
      replace(object.metadata.name, type === 'DELETED' ? [] : typesOf(object));
    }
  });

  return {
    find(group, version, plural) {
      const candidates = builtInGroups.has(group) ? BUILT_IN_TYPES : (custom.get(`${plural}.${group}`) ?? []);
      return candidates.find((type) => type.group === group && type.version === version && type.plural === plural);
    },
    all: () => [...BUILT_IN_TYPES, ...[...custom.keys()].sort().flatMap((name) => custom.get(name) ?? [])],
    isBuiltInGroup: (group) => builtInGroups.has(group),
    onRemoved(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop,
  };
}
