import { randomUUID } from 'node:crypto';
import type { SandboxClock } from '../clock.ts';
import { type KubeObject, qualifiedName, type ResourceType } from './object.ts';
import { deepFreeze } from './storage/deep-freeze.ts';
import { createDelivery } from './storage/delivery.ts';
import { createEventLog } from './storage/event-log.ts';
import { prepareForCreate, prepareForUpdate } from './storage/preparation.ts';
import { isSameJson } from './storage/same-json.ts';
import { createSortedObjects, objectKey, type SortedObjects } from './storage/sorted-objects.ts';

export type StoreEvent = {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  resource: ResourceType;
  object: KubeObject;
  /** What was there before; absent for ADDED. */
  previous?: KubeObject;
  revision: number;
};

/** A write that the API server must refuse, with the Status reason it has there. */
export class StoreError extends Error {
  readonly reason: 'NotFound' | 'AlreadyExists' | 'Conflict';
  /** Of the object it is about. */
  readonly objectName: string;

  constructor(reason: StoreError['reason'], message: string, objectName = '') {
    super(message);
    this.reason = reason;
    this.objectName = objectName;
  }
}

/**
 * Everything the pretend cluster holds, with one revision counter for all kinds, as etcd has it. Objects handed in
 * and given out are frozen all the way down: make a changed copy and hand that in.
 */
export type ObjectStore = {
  readonly revision: number;
  get(resource: ResourceType, namespace: string, name: string): KubeObject | undefined;
  /** In order of namespace and name. */
  list(resource: ResourceType, namespace?: string): KubeObject[];
  /** The same as it was at a revision; null when that is no longer (or not yet) known. */
  listAt(resource: ResourceType, revision: number, namespace?: string): KubeObject[] | null;
  create(resource: ResourceType, object: KubeObject): KubeObject;
  /**
   * Replaces the object; a given resourceVersion must be the stored one. An update that changes nothing makes no
   * event. One that takes the last finalizer from a deleted object does not remove it: that is `removeIfReleased`.
   */
  update(resource: ResourceType, object: KubeObject): KubeObject;
  /** Removes it at once, whatever its finalizers; `requestDeletion` in deletion.ts does what DELETE does. */
  delete(resource: ResourceType, namespace: string, name: string): KubeObject;
  /** Events after a revision, oldest first; null when they are no longer kept: the caller must list again. */
  eventsSince(resource: ResourceType, revision: number): StoreEvent[] | null;
  /** Listeners hear of every event in order; what they write themselves is told after the event they are hearing of. */
  subscribe(listener: (event: StoreEvent) => void): () => void;
  /** Forgets events up to a revision (default: up to now), so that older resourceVersions are answered with 410. */
  compact(upTo?: number): void;
};

/** The name a type's objects are filed under; the same for all versions of it. */
export function resourceKey(resource: Pick<ResourceType, 'group' | 'plural'>): string {
  return `${resource.plural}.${resource.group}`;
}

const KEPT_EVENTS = 10_000;

/**
 * The first revision of a store. It grows with time, so that a restarted sandbox never gives a watcher that was
 * connected before a revision it believes to be past (what `etcd --bump-revision` is for).
 */
function firstRevision(clock: SandboxClock): number {
  return Math.max(1000, Math.floor((clock.now() - Date.UTC(2026, 0, 1)) / 10));
}

export function createObjectStore(clock: SandboxClock): ObjectStore {
  const kinds = new Map<string, SortedObjects>();
  const delivery = createDelivery<StoreEvent>();
  let revision = firstRevision(clock);
  const log = createEventLog<StoreEvent>(KEPT_EVENTS, revision);

  const objectsOf = (resource: ResourceType) => {
    const key = resourceKey(resource);
    const existing = kinds.get(key);
    if (existing) {
      return existing;
    }
    const made = createSortedObjects();
    kinds.set(key, made);
    return made;
  };
  const find = (resource: ResourceType, namespace: string | undefined, name: string) => {
    const key = objectKey(resource.namespaced ? namespace : '', name);
    const object = objectsOf(resource).get(key);
    if (object === undefined) {
      throw new StoreError('NotFound', `${qualifiedName(resource)} "${name}" not found`, name);
    }
    return { key, object };
  };
  const publish = (event: StoreEvent) => {
    log.append(resourceKey(event.resource), event);
    delivery.publish(event);
  };

  return {
    get revision() {
      return revision;
    },
    get: (resource, namespace, name) => objectsOf(resource).get(objectKey(resource.namespaced ? namespace : '', name)),
    list: (resource, namespace) => objectsOf(resource).values(namespace),
    listAt: (resource, at, namespace) => {
      const events = at > revision ? null : log.since(resourceKey(resource), at);
      return events === null ? null : rewind(objectsOf(resource), events, namespace);
    },
    create(resource, object) {
      const key = objectKey(object.metadata.namespace, object.metadata.name);
      if (objectsOf(resource).get(key) !== undefined) {
        const { name } = object.metadata;
        throw new StoreError('AlreadyExists', `${qualifiedName(resource)} "${name}" already exists`, name);
      }
      revision += 1;
      const prepared = prepareForCreate(resource, object);
      const stored = deepFreeze({
        ...prepared,
        metadata: {
          ...prepared.metadata,
          uid: prepared.metadata.uid ?? randomUUID(),
          creationTimestamp: prepared.metadata.creationTimestamp ?? clock.timestamp(),
          resourceVersion: String(revision),
        },
      });
      objectsOf(resource).set(key, stored);
      publish({ type: 'ADDED', resource, object: stored, revision });
      return stored;
    },
    update(resource, object) {
      const { key, object: previous } = find(resource, object.metadata.namespace, object.metadata.name);
      checkVersion(resource, object, previous);
      const prepared = prepareForUpdate(resource, object, previous);
      if (isSameJson(previous, prepared)) {
        return previous;
      }
      revision += 1;
      const stored = deepFreeze({
        ...prepared,
        metadata: { ...prepared.metadata, resourceVersion: String(revision) },
      });
      objectsOf(resource).set(key, stored);
      publish({ type: 'MODIFIED', resource, object: stored, previous, revision });
      return stored;
    },
    delete(resource, namespace, name) {
      const { key, object: previous } = find(resource, namespace, name);
      revision += 1;
      const last = deepFreeze({ ...previous, metadata: { ...previous.metadata, resourceVersion: String(revision) } });
      objectsOf(resource).delete(key);
      publish({ type: 'DELETED', resource, object: last, previous, revision });
      return last;
    },
    eventsSince: (resource, since) => log.since(resourceKey(resource), since),
    subscribe: delivery.subscribe,
    compact: (upTo = revision) => log.compact(Math.min(upTo, revision)),
  };
}

/** Throws StoreError Conflict where an object was made from another version than the stored one. */
export function checkVersion(resource: ResourceType, object: KubeObject, stored: KubeObject): void {
  const given = object.metadata.resourceVersion;
  if (given !== undefined && given !== stored.metadata.resourceVersion) {
    throw new StoreError(
      'Conflict',
      `Operation cannot be fulfilled on ${qualifiedName(resource)} "${object.metadata.name}": the object has been modified; please apply your changes to the latest version and try again`,
      object.metadata.name,
    );
  }
}

/** The objects as they were before these events. */
function rewind(objects: SortedObjects, events: readonly StoreEvent[], namespace?: string): KubeObject[] {
  const before = new Map<string, KubeObject | undefined>();
  for (const { object, previous } of events) {
    const key = objectKey(object.metadata.namespace, object.metadata.name);
    if (!before.has(key) && (namespace === undefined || object.metadata.namespace === namespace)) {
      before.set(key, previous);
    }
  }
  if (before.size === 0) {
    return objects.values(namespace);
  }
  const keys = [...new Set([...objects.keys(namespace), ...before.keys()])].sort();
  return keys
    .map((key) => (before.has(key) ? before.get(key) : objects.get(key)))
    .filter((object) => object !== undefined);
}
