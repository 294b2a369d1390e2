import type { KubeObject, ResourceType } from '../../kubernetes/object.ts';
import { RESOURCE_TYPES } from '../../kubernetes/resources.ts';
import { type ObjectStore, resourceKey, type StoreEvent } from '../../kubernetes/store.ts';

/**
 * What controllers ask for again and again, without walking through the whole store: objects by namespace, by owner and
 * pods by node. Kept up to date by the store's own events, before `onChange` tells anybody else of them.
 */
export type ObjectIndex = {
  /** Every object of a kind, in no promised order. */
  all(resource: ResourceType): KubeObject[];
  inNamespace(resource: ResourceType, namespace: string): KubeObject[];
  /** Objects with an ownerReference to this uid. */
  ownedBy(uid: string): KubeObject[];
  podsOnNode(node: string): KubeObject[];
  byUid(uid: string): KubeObject | undefined;
  /** Every kind of which there is or was an object. */
  kinds(): ResourceType[];
  onChange(listener: (event: StoreEvent) => void): () => void;
  close(): void;
};

type Group = Map<string, KubeObject>;

function put(groups: Map<string, Group>, key: string, uid: string, object: KubeObject): void {
  const group = groups.get(key);
  if (group === undefined) {
    groups.set(key, new Map([[uid, object]]));
  } else {
    group.set(uid, object);
  }
}

function drop(groups: Map<string, Group>, key: string, uid: string): void {
  const group = groups.get(key);
  group?.delete(uid);
  if (group?.size === 0) {
    groups.delete(key);
  }
}

function placesOf(resource: ResourceType, object: KubeObject): { kinds: string[]; owners: string[]; node: string } {
  const key = resourceKey(resource);
  return {
    kinds: [key, `${key}/${object.metadata.namespace ?? ''}`],
    owners: (object.metadata.ownerReferences ?? []).map((owner) => owner.uid),
    node: resource.kind === 'Pod' && typeof object.spec?.nodeName === 'string' ? object.spec.nodeName : '',
  };
}

export function createObjectIndex(store: ObjectStore): ObjectIndex {
  const kinds = new Map<string, Group>();
  const owners = new Map<string, Group>();
  const nodes = new Map<string, Group>();
  const uids = new Map<string, { resource: ResourceType; object: KubeObject }>();
  const seen = new Map<string, ResourceType>(RESOURCE_TYPES.map((resource) => [resourceKey(resource), resource]));
  const listeners = new Set<(event: StoreEvent) => void>();

  const remove = (uid: string) => {
    const known = uids.get(uid);
    if (known === undefined) {
      return;
    }
    const places = placesOf(known.resource, known.object);
    for (const key of places.kinds) {
      drop(kinds, key, uid);
    }
    for (const owner of places.owners) {
      drop(owners, owner, uid);
    }
    drop(nodes, places.node, uid);
    uids.delete(uid);
  };
  const add = (resource: ResourceType, object: KubeObject) => {
    const uid = object.metadata.uid ?? '';
    remove(uid);
    seen.set(resourceKey(resource), resource);
    const places = placesOf(resource, object);
    for (const key of places.kinds) {
      put(kinds, key, uid, object);
    }
    for (const owner of places.owners) {
      put(owners, owner, uid, object);
    }
    if (places.node !== '') {
      put(nodes, places.node, uid, object);
    }
    uids.set(uid, { resource, object });
  };

  for (const resource of RESOURCE_TYPES) {
    for (const object of store.list(resource)) {
      add(resource, object);
    }
  }
  const stop = store.subscribe((event) => {
    if (event.type === 'DELETED') {
      remove(event.object.metadata.uid ?? '');
    } else {
      add(event.resource, event.object);
    }
    for (const listener of [...listeners]) {
      listener(event);
    }
  });

  return {
    all: (resource) => [...(kinds.get(resourceKey(resource))?.values() ?? [])],
    inNamespace: (resource, namespace) => [...(kinds.get(`${resourceKey(resource)}/${namespace}`)?.values() ?? [])],
    ownedBy: (uid) => [...(owners.get(uid)?.values() ?? [])],
    podsOnNode: (node) => [...(nodes.get(node)?.values() ?? [])],
    byUid: (uid) => uids.get(uid)?.object,
    kinds: () => [...seen.values()],
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      stop();
      listeners.clear();
    },
  };
}
