import type { KubeObject } from '../../kubernetes/object.ts';
import type { StoreEvent } from '../../kubernetes/store.ts';
import { type Cluster, FOREGROUND_FINALIZER, ORPHAN_FINALIZER } from '../api/cluster.ts';
import type { Controller } from '../api/controller.ts';
import { createWorkQueue } from '../api/work-queue.ts';

function isBlocked(owner: KubeObject, dependents: readonly KubeObject[]): boolean {
  return dependents.some((dependent) =>
    dependent.metadata.ownerReferences?.some(
      (reference) => reference.uid === owner.metadata.uid && reference.blockOwnerDeletion === true,
    ),
  );
}

/** Deletes what belonged to something that is gone, and holds owners back while their dependents go first. */
export function createGarbageCollector(cluster: Cluster): Controller {
  const { index } = cluster;

  const dropOwner = (dependent: KubeObject, uid: string) => {
    const left = (dependent.metadata.ownerReferences ?? []).filter((reference) => reference.uid !== uid);
    cluster.writeMetadata(dependent, { ownerReferences: left });
  };
  const release = (object: KubeObject, finalizer: string) => {
    const finalizers = (object.metadata.finalizers ?? []).filter((one) => one !== finalizer);
    cluster.writeMetadata(object, { finalizers });
  };
  /** A dependent goes when its last owner has gone. */
  const collectDependents = (uid: string) => {
    for (const dependent of index.ownedBy(uid)) {
      const others = (dependent.metadata.ownerReferences ?? []).filter((reference) => reference.uid !== uid);
      if (others.some((reference) => index.byUid(reference.uid) !== undefined)) {
        dropOwner(dependent, uid);
      } else {
        cluster.delete(dependent);
      }
    }
  };
  const deleteInForeground = (owner: KubeObject) => {
    const dependents = index.ownedBy(owner.metadata.uid ?? '');
    for (const dependent of dependents) {
      cluster.delete(dependent, 'Foreground');
    }
    if (!isBlocked(owner, index.ownedBy(owner.metadata.uid ?? ''))) {
      release(owner, FOREGROUND_FINALIZER);
    }
  };
  const process = (uid: string) => {
    const object = index.byUid(uid);
    if (object === undefined) {
      collectDependents(uid);
      return;
    }
    const finalizers = object.metadata.finalizers ?? [];
    if (object.metadata.deletionTimestamp !== undefined && finalizers.includes(ORPHAN_FINALIZER)) {
      for (const dependent of index.ownedBy(uid)) {
        dropOwner(dependent, uid);
      }
      release(object, ORPHAN_FINALIZER);
    } else if (object.metadata.deletionTimestamp !== undefined && finalizers.includes(FOREGROUND_FINALIZER)) {
      deleteInForeground(object);
    }
  };

  const queue = createWorkQueue(cluster.clock, process);
  const onEvent = ({ type, object }: StoreEvent) => {
    const uid = object.metadata.uid ?? '';
    if (type === 'DELETED') {
      queue.add(uid);
      for (const reference of object.metadata.ownerReferences ?? []) {
        queue.add(reference.uid);
      }
      return;
    }
    if (object.metadata.deletionTimestamp !== undefined && (object.metadata.finalizers?.length ?? 0) > 0) {
      queue.add(uid);
    }
    for (const reference of type === 'ADDED' ? (object.metadata.ownerReferences ?? []) : []) {
      // Made after its owner went: nobody else would ever look at it.
      if (index.byUid(reference.uid) === undefined) {
        queue.add(reference.uid);
      }
    }
  };
  const stop = index.onChange(onEvent);
  return {
    get isIdle() {
      return queue.isIdle;
    },
    close() {
      stop();
      queue.close();
    },
  };
}
