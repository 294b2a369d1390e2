import type { SandboxClock } from '../../clock.ts';
import { removeIfReleased, requestDeletion } from '../deletion.ts';
import { type KubeObject, qualifiedName, type ResourceType } from '../object.ts';
import { resourceType } from '../resources.ts';
import type { ObjectStore, StoreEvent } from '../store.ts';
import { CLEANUP_FINALIZER, establishedDefinition, isEstablished, typesOf } from './definition.ts';

const CRD = resourceType('CustomResourceDefinition');

/**
 * Does for CustomResourceDefinitions what the API server does itself: accepts their names, and clears their objects
 * away when they are deleted (apiextensions-apiserver, establish and finalizer controllers). Gives a way to stop.
 */
export function startDefinitionController(store: ObjectStore, clock: SandboxClock): () => void {
  const settle = (definition: KubeObject) => {
    if (definition.metadata.deletionTimestamp !== undefined) {
      cleanUp(store, clock, definition);
    } else if (!isEstablished(definition)) {
      store.update(CRD, establishedDefinition(definition, clock.timestamp()));
    }
  };
  const onEvent = ({ type, resource, object }: StoreEvent) => {
    if (resource.kind === CRD.kind && resource.group === CRD.group) {
      const current = store.get(CRD, '', object.metadata.name);
      if (type !== 'DELETED' && current !== undefined) {
        settle(current);
      }
    } else if (type === 'DELETED') {
      finishFor(store, resource);
    }
  };
  store.list(CRD).forEach(settle);
  return store.subscribe(onEvent);
}

function cleanUp(store: ObjectStore, clock: SandboxClock, definition: KubeObject): void {
  const [type] = typesOf(definition);
  if (type === undefined) {
    release(store, definition);
    return;
  }
  for (const object of store.list(type)) {
    if (object.metadata.deletionTimestamp === undefined) {
      requestDeletion({ store, clock, resource: type, object });
    }
  }
  finishFor(store, type);
}

/** Lets a definition go that waited for this kind's last object. */
function finishFor(store: ObjectStore, resource: ResourceType): void {
  const definition = store.get(CRD, '', qualifiedName(resource));
  if (definition?.metadata.deletionTimestamp !== undefined && store.list(resource).length === 0) {
    release(store, definition);
  }
}

function release(store: ObjectStore, definition: KubeObject): void {
  const finalizers = (definition.metadata.finalizers ?? []).filter((finalizer) => finalizer !== CLEANUP_FINALIZER);
  removeIfReleased(store, CRD, store.update(CRD, { ...definition, metadata: { ...definition.metadata, finalizers } }));
}
