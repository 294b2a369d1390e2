import { randomUUID } from 'node:crypto';
import type { SandboxClock } from '../clock.ts';
import type { KubeObject, ResourceType } from './object.ts';

export type StoreEvent = {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  resource: ResourceType;
  object: KubeObject;
  revision: number;
};

/** A write that the API server must refuse, with the Status reason it has there. */
export class StoreError extends Error {
  readonly reason: 'NotFound' | 'AlreadyExists' | 'Conflict';

  constructor(reason: StoreError['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

/** Everything the pretend cluster holds, with one revision counter for all kinds, as etcd has it. Objects given out are frozen copies' worth: never change them. */
export type ObjectStore = {
  readonly revision: number;
  get(resource: ResourceType, namespace: string, name: string): KubeObject | undefined;
  /** In order of namespace and name. */
  list(resource: ResourceType, namespace?: string): KubeObject[];
  create(resource: ResourceType, object: KubeObject): KubeObject;
  /** Replaces the object; a given resourceVersion must be the stored one. An update that changes nothing makes no event. */
  update(resource: ResourceType, object: KubeObject): KubeObject;
  delete(resource: ResourceType, namespace: string, name: string): KubeObject;
  /** Events after a revision, oldest first; null when they are no longer kept: the caller must list again. */
  eventsSince(resource: ResourceType, revision: number): StoreEvent[] | null;
  subscribe(listener: (event: StoreEvent) => void): () => void;
  /** Forgets events up to now, so that older resourceVersions are answered with 410. */
  compact(): void;
};

export function resourceKey(resource: Pick<ResourceType, 'group' | 'plural'>): string {
  return `${resource.plural}.${resource.group}`;
}

const KEPT_EVENTS = 20_000;

export function createObjectStore(clock: SandboxClock): ObjectStore {
  const kinds = new Map<string, Map<string, KubeObject>>();
  let events: StoreEvent[] = [];
  let revision = 1000;
  let compactedAt = revision;
  const listeners = new Set<(event: StoreEvent) => void>();

  const bucket = (resource: ResourceType) => {
    const key = resourceKey(resource);
    const existing = kinds.get(key);
    if (existing) {
      return existing;
    }
    const made = new Map<string, KubeObject>();
    kinds.set(key, made);
    return made;
  };
  const keyOf = (namespace: string | undefined, name: string) => `${namespace ?? ''}/${name}`;
  const missing = (resource: ResourceType, name: string) =>
    new StoreError('NotFound', `${resourceKey(resource).replace(/\.$/, '')} "${name}" not found`);
  const publish = (type: StoreEvent['type'], resource: ResourceType, object: KubeObject) => {
    const event = { type, resource, object, revision };
    events.push(event);
    if (events.length > KEPT_EVENTS * 2) {
      events = events.slice(-KEPT_EVENTS);
      compactedAt = events[0]?.revision ?? revision;
    }
    for (const listener of listeners) {
      listener(event);
    }
  };

  return {
    get revision() {
      return revision;
    },
    get: (resource, namespace, name) => bucket(resource).get(keyOf(resource.namespaced ? namespace : '', name)),
    list(resource, namespace) {
      const all = [...bucket(resource).entries()]
        .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
        .map(([, object]) => object);
      return namespace === undefined ? all : all.filter((object) => object.metadata.namespace === namespace);
    },
    create(resource, object) {
      const key = keyOf(object.metadata.namespace, object.metadata.name);
      if (bucket(resource).has(key)) {
        throw new StoreError(
          'AlreadyExists',
          `${resourceKey(resource).replace(/\.$/, '')} "${object.metadata.name}" already exists`,
        );
      }
      revision += 1;
      const stored: KubeObject = {
        ...object,
        metadata: {
          ...object.metadata,
          uid: object.metadata.uid ?? randomUUID(),
          generation: 1,
          creationTimestamp: object.metadata.creationTimestamp ?? clock.timestamp(),
          resourceVersion: String(revision),
        },
      };
      bucket(resource).set(key, stored);
      publish('ADDED', resource, stored);
      return stored;
    },
    update(resource, object) {
      const key = keyOf(object.metadata.namespace, object.metadata.name);
      const before = bucket(resource).get(key);
      if (before === undefined) {
        throw missing(resource, object.metadata.name);
      }
      const given = object.metadata.resourceVersion;
      if (given !== undefined && given !== before.metadata.resourceVersion) {
        throw new StoreError(
          'Conflict',
          `the object has been modified; please apply your changes to the latest version and try again`,
        );
      }
      if (sameContent(before, object)) {
        return before;
      }
      revision += 1;
      const specChanged = JSON.stringify(before.spec) !== JSON.stringify(object.spec);
      const stored: KubeObject = {
        ...object,
        metadata: {
          ...object.metadata,
          uid: before.metadata.uid ?? randomUUID(),
          creationTimestamp: before.metadata.creationTimestamp ?? clock.timestamp(),
          generation: (before.metadata.generation ?? 1) + (specChanged ? 1 : 0),
          resourceVersion: String(revision),
        },
      };
      bucket(resource).set(key, stored);
      publish('MODIFIED', resource, stored);
      return stored;
    },
    delete(resource, namespace, name) {
      const key = keyOf(resource.namespaced ? namespace : '', name);
      const before = bucket(resource).get(key);
      if (before === undefined) {
        throw missing(resource, name);
      }
      revision += 1;
      bucket(resource).delete(key);
      const last: KubeObject = { ...before, metadata: { ...before.metadata, resourceVersion: String(revision) } };
      publish('DELETED', resource, last);
      return last;
    },
    eventsSince(resource, since) {
      if (since < compactedAt) {
        return null;
      }
      const key = resourceKey(resource);
      return events.filter((event) => event.revision > since && resourceKey(event.resource) === key);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    compact() {
      events = [];
      compactedAt = revision;
    },
  };
}

function sameContent(before: KubeObject, after: KubeObject): boolean {
  const strip = (object: KubeObject) => {
    const { uid, resourceVersion, generation, creationTimestamp, ...metadata } = object.metadata;
    return JSON.stringify({ ...object, metadata });
  };
  return strip(before) === strip(after);
}
