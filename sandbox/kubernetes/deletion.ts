import type { SandboxClock } from '../clock.ts';
import { conflict } from './api/errors.ts';
import type { KubeObject, ObjectMeta, ResourceType } from './object.ts';
import type { ObjectStore } from './store.ts';

export type DeletionOptions = {
  gracePeriodSeconds?: number;
  propagationPolicy?: 'Orphan' | 'Background' | 'Foreground';
  preconditions?: { uid?: string; resourceVersion?: string };
};

export type DeletionRequest = {
  store: ObjectStore;
  clock: SandboxClock;
  resource: ResourceType;
  object: KubeObject;
  options?: DeletionOptions;
};

/**
 * Does to an object what DELETE does: removes it where nothing holds it, and otherwise marks it with the time of its
 * deletion and leaves the rest to whoever holds it: its finalizers, the node its pod runs on, the controller that
 * empties a namespace (registry/rest/delete.go). Throws ApiError 409 where a precondition fails.
 */
export function requestDeletion(request: DeletionRequest): { isRemoved: boolean; object: KubeObject } {
  const { store, resource, object } = request;
  checkPreconditions(request);
  const marked = mark(request);
  const { namespace = '', name } = object.metadata;
  if (marked === null) {
    return { isRemoved: true, object: store.delete(resource, namespace, name) };
  }
  return { isRemoved: false, object: store.update(resource, marked) };
}

/**
 * Removes an object that was deleted earlier once nothing holds it any longer
 * (registry/generic/registry/store.go, ShouldDeleteDuringUpdate). Gives what there is to show for it.
 */
export function removeIfReleased(store: ObjectStore, resource: ResourceType, object: KubeObject): KubeObject {
  const { deletionTimestamp, finalizers, deletionGracePeriodSeconds, namespace = '', name } = object.metadata;
  const isReleased =
    deletionTimestamp !== undefined &&
    (finalizers ?? []).length === 0 &&
    (deletionGracePeriodSeconds ?? 0) === 0 &&
    namespaceFinalizers(object).length === 0;
  return isReleased ? store.delete(resource, namespace, name) : object;
}

/** Namespaces are held by their own list too, until their content is gone. */
function namespaceFinalizers(object: KubeObject): unknown[] {
  const isNamespace = object.apiVersion === 'v1' && object.kind === 'Namespace';
  return isNamespace && Array.isArray(object.spec?.finalizers) ? object.spec.finalizers : [];
}

/** The object as DELETE would leave it; null where it would be gone at once. */
export function mark({ clock, object, options = {} }: Omit<DeletionRequest, 'store'>): KubeObject | null {
  const { metadata } = object;
  const finalizers = withPropagation(metadata.finalizers ?? [], options.propagationPolicy);
  const graceSeconds = gracePeriodOf(object, options);
  const isNamespace = object.apiVersion === 'v1' && object.kind === 'Namespace';
  if (finalizers.length === 0 && graceSeconds === 0 && namespaceFinalizers(object).length === 0) {
    return null;
  }
  const marked: ObjectMeta = {
    ...metadata,
    ...(finalizers.length > 0 ? { finalizers } : {}),
    deletionTimestamp:
      metadata.deletionTimestamp ?? `${new Date(clock.now() + graceSeconds * 1000).toISOString().slice(0, 19)}Z`,
    deletionGracePeriodSeconds: Math.min(metadata.deletionGracePeriodSeconds ?? graceSeconds, graceSeconds),
  };
  return {
    ...object,
    metadata: marked,
    ...(isNamespace ? { status: { ...object.status, phase: 'Terminating' } } : {}),
  };
}

function withPropagation(finalizers: string[], policy: DeletionOptions['propagationPolicy']): string[] {
  const others = finalizers.filter((finalizer) => finalizer !== 'orphan' && finalizer !== 'foregroundDeletion');
  switch (policy) {
    case 'Orphan':
      return [...others, 'orphan'];
    case 'Foreground':
      return [...others, 'foregroundDeletion'];
    case 'Background':
      return others;
    default:
      return finalizers;
  }
}

/** Only pods on a node are given time to end (core/pod/strategy.go, CheckGracefulDelete). */
function gracePeriodOf(object: KubeObject, options: DeletionOptions): number {
  if (object.apiVersion !== 'v1' || object.kind !== 'Pod') {
    return 0;
  }
  const { nodeName, terminationGracePeriodSeconds } = object.spec ?? {};
  const phase = object.status?.phase;
  if (typeof nodeName !== 'string' || nodeName === '' || phase === 'Succeeded' || phase === 'Failed') {
    return 0;
  }
  const own = typeof terminationGracePeriodSeconds === 'number' ? terminationGracePeriodSeconds : 30;
  const asked = options.gracePeriodSeconds ?? own;
  return asked < 0 ? 1 : asked;
}

function checkPreconditions({ resource, object, options }: DeletionRequest): void {
  const { uid, resourceVersion } = options?.preconditions ?? {};
  const fail = (field: string, asked: string, stored: string | undefined) =>
    conflict(
      resource,
      object.metadata.name,
      `Precondition failed: ${field} in precondition: ${asked}, ${field} in object meta: ${stored}`,
    );
  if (uid !== undefined && uid !== object.metadata.uid) {
    throw fail('UID', uid, object.metadata.uid);
  }
  if (resourceVersion !== undefined && resourceVersion !== object.metadata.resourceVersion) {
    throw fail('ResourceVersion', resourceVersion, object.metadata.resourceVersion);
  }
}
