import type { SandboxClock } from '../../clock.ts';
import { removeIfReleased, requestDeletion } from '../../kubernetes/deletion.ts';
import type { KubeObject, ResourceType } from '../../kubernetes/object.ts';
import { resourceType } from '../../kubernetes/resources.ts';
import type { ObjectStore } from '../../kubernetes/store.ts';
import { admitPod } from '../admission/admit-pod.ts';
import { checkPolicies } from '../admission/kyverno/admit.ts';
import { ApiError } from './api-error.ts';
import { applyDefaults } from './defaults/apply-defaults.ts';
import { createEventRecorder, type EventRecorder } from './event-recorder.ts';
import { createObjectIndex, type ObjectIndex } from './object-index.ts';
import { resolveResource } from './resolve-resource.ts';
import { validateObject } from './validation/validate-object.ts';

export type Propagation = 'Foreground' | 'Background' | 'Orphan';

export const FOREGROUND_FINALIZER = 'foregroundDeletion';
export const ORPHAN_FINALIZER = 'orphan';

/**
 * The pretend cluster for those who write to it from inside: every write goes through the defaults, checks and
 * admission of the API server, and ends as a real write in the store.
 */
export type Cluster = {
  readonly store: ObjectStore;
  readonly clock: SandboxClock;
  readonly index: ObjectIndex;
  readonly record: EventRecorder;
  /** The kind of an object; throws ApiError where the cluster does not serve it. */
  resourceOf(object: Pick<KubeObject, 'apiVersion' | 'kind'>): ResourceType;
  get(resource: ResourceType, namespace: string | undefined, name: string): KubeObject | undefined;
  /** What would be stored, without storing it. Throws as `create` and `update` do. */
  dryRun(object: KubeObject): KubeObject;
  create(object: KubeObject): KubeObject;
  update(object: KubeObject): KubeObject;
  /** Changes the stored status only; does nothing when the object is gone. */
  writeStatus(object: KubeObject, status: Record<string, unknown>): void;
  /** Changes labels, annotations, finalizers or owners; an object that waits for deletion goes with its last finalizer. */
  writeMetadata(object: KubeObject, change: Partial<KubeObject['metadata']>): void;
  delete(object: KubeObject, propagation?: Propagation): void;
  close(): void;
};

const NAMESPACE = resourceType('Namespace');

function checkNamespace(store: ObjectStore, resource: ResourceType, object: KubeObject): void {
  const name = object.metadata.namespace;
  if (!resource.namespaced || name === undefined) {
    return;
  }
  const namespace = store.get(NAMESPACE, '', name);
  if (namespace === undefined) {
    throw new ApiError('NotFound', `namespaces "${name}" not found`);
  }
  if (namespace.metadata.deletionTimestamp !== undefined) {
    throw new ApiError(
      'Forbidden',
      `${resource.plural}${resource.group === '' ? '' : `.${resource.group}`} "${object.metadata.name}" is forbidden: unable to create new content in namespace ${name} because it is being terminated`,
    );
  }
}

export function createCluster(store: ObjectStore, clock: SandboxClock): Cluster {
  const index = createObjectIndex(store);
  const recorder = createEventRecorder(store, clock);

  const resourceOf: Cluster['resourceOf'] = ({ apiVersion, kind }) => {
    const resource = resolveResource(index, apiVersion, kind);
    if (resource === undefined) {
      throw new ApiError('NotFound', `no matches for kind "${kind}" in version "${apiVersion}"`);
    }
    return resource;
  };
  const prepare = (object: KubeObject, resource: ResourceType): KubeObject => {
    const before = store.get(resource, object.metadata.namespace ?? '', object.metadata.name);
    if (before === undefined) {
      checkNamespace(store, resource, object);
    }
    const complete = applyDefaults(object, index);
    validateObject(complete, resource, before);
    const admitted = before === undefined && object.kind === 'Pod' ? admitPod(complete, index) : complete;
    if (object.metadata.deletionTimestamp === undefined) {
      checkPolicies(admitted, index);
    }
    return admitted;
  };
  const stored = (object: KubeObject): { resource: ResourceType; current: KubeObject } | undefined => {
    const resource = resolveResource(index, object.apiVersion, object.kind);
    const current = resource && store.get(resource, object.metadata.namespace ?? '', object.metadata.name);
    return resource === undefined || current === undefined ? undefined : { resource, current };
  };

  return {
    store,
    clock,
    index,
    record: recorder.record,
    resourceOf,
    get: (resource, namespace, name) => store.get(resource, namespace ?? '', name),
    dryRun: (object) => prepare(object, resourceOf(object)),
    create(object) {
      const resource = resourceOf(object);
      return store.create(resource, prepare(object, resource));
    },
    update(object) {
      const resource = resourceOf(object);
      return removeIfReleased(store, resource, store.update(resource, prepare(object, resource)));
    },
    writeStatus(object, status) {
      const found = stored(object);
      if (found !== undefined) {
        store.update(found.resource, { ...found.current, status });
      }
    },
    writeMetadata(object, change) {
      const found = stored(object);
      if (found !== undefined) {
        const metadata = { ...found.current.metadata, ...change };
        const written = store.update(found.resource, { ...found.current, metadata });
        removeIfReleased(store, found.resource, written);
      }
    },
    delete(object, propagation = 'Background') {
      const found = stored(object);
      if (found !== undefined && found.current.metadata.deletionTimestamp === undefined) {
        const { resource, current } = found;
        requestDeletion({ store, clock, resource, object: current, options: { propagationPolicy: propagation } });
      }
    },
    close() {
      index.close();
      recorder.close();
    },
  };
}
