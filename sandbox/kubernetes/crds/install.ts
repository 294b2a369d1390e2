import type { KubeObject, ResourceType } from '../object.ts';
import { resourceType } from '../resources.ts';
import type { ObjectStore } from '../store.ts';
import { definitionOf, typesOf } from './definition.ts';

const CRD = resourceType('CustomResourceDefinition');

/** Stores a CustomResourceDefinition for the kind, or adds the version to the one there is. */
export function installDefinition(store: ObjectStore, type: ResourceType): void {
  const definition = definitionOf(type);
  const stored = store.get(CRD, '', definition.metadata.name);
  if (stored === undefined) {
    store.create(CRD, definition);
  } else if (!typesOf(stored).some(({ version }) => version === type.version)) {
    const added = versionsOf(definition).map((version) => ({ ...version, storage: false }));
    store.update(CRD, { ...stored, spec: { ...stored.spec, versions: [...versionsOf(stored), ...added] } });
  }
}

function versionsOf(definition: KubeObject): Record<string, unknown>[] {
  const versions = definition.spec?.versions;
  return Array.isArray(versions) ? versions : [];
}

/** Removes a kind's definition and all its objects at once, without asking their finalizers. */
export function removeDefinition(store: ObjectStore, group: string, plural: string): void {
  const definition = store.get(CRD, '', `${plural}.${group}`);
  if (definition === undefined) {
    return;
  }
  const [type] = typesOf(definition);
  if (type !== undefined) {
    for (const { metadata } of store.list(type)) {
      store.delete(type, metadata.namespace ?? '', metadata.name);
    }
  }
  store.delete(CRD, '', definition.metadata.name);
}
