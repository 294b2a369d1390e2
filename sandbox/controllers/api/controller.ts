import type { KubeObject, OwnerReference, ResourceType } from '../../kubernetes/object.ts';
import { resourceKey, type StoreEvent } from '../../kubernetes/store.ts';
import type { Cluster } from './cluster.ts';
import { createWorkQueue, type WorkQueue } from './work-queue.ts';

/** A control loop that runs. */
export type Controller = {
  /** Nothing is waiting to be looked at now; timers may still be running. */
  readonly isIdle: boolean;
  close(): void;
};

export type ControllerOptions = {
  /** The kind whose objects are brought to what they ask for. */
  primary: ResourceType;
  /** Other objects whose changes matter: keys `namespace/name` of the primary objects to look at again. */
  also?: (event: StoreEvent) => string[];
  /** Something outside the cluster that matters to every primary object: it calls back, and gives a way to stop that. */
  outside?: (again: () => void) => () => void;
  /** Called with the object as it is now; not called for one that is gone. */
  reconcile: (object: KubeObject, queue: WorkQueue, key: string) => void;
};

export function keyOf(object: KubeObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}

export function controllerOwner(object: KubeObject): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find((owner) => owner.controller === true);
}

export function ownerReference(owner: KubeObject): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** Keys of the owner of an object that changed, if it is of this kind. */
export function ownerKeys(event: StoreEvent, primary: ResourceType): string[] {
  const owner = controllerOwner(event.object);
  return owner?.kind === primary.kind ? [`${event.object.metadata.namespace ?? ''}/${owner.name}`] : [];
}

export function createController(cluster: Cluster, options: ControllerOptions): Controller {
  const { primary } = options;
  const queue = createWorkQueue(cluster.clock, (key) => {
    const slash = key.indexOf('/');
    const object = cluster.get(primary, key.slice(0, slash), key.slice(slash + 1));
    if (object !== undefined) {
      options.reconcile(object, queue, key);
    }
  });
  const primaryKey = resourceKey(primary);
  const stop = cluster.index.onChange((event) => {
    if (resourceKey(event.resource) === primaryKey) {
      queue.add(keyOf(event.object));
    }
    for (const key of options.also?.(event) ?? []) {
      queue.add(key);
    }
  });
  const addAll = () => {
    for (const object of cluster.index.all(primary)) {
      queue.add(keyOf(object));
    }
  };
  const stopOutside = options.outside?.(addAll);
  addAll();
  return {
    get isIdle() {
      return queue.isIdle;
    },
    close() {
      stop();
      stopOutside?.();
      queue.close();
    },
  };
}
