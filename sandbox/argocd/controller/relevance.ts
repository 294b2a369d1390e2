import type { KubeObject } from '../../kubernetes/object.ts';
import type { StoreEvent } from '../../kubernetes/store.ts';
import { resourceHealth } from '../health/health.ts';

function isSamePart(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/** Everything but the status, which store objects share when it has not changed. */
function hasSameBody(before: KubeObject, after: KubeObject): boolean {
  const [one, other] = [before, after].map(({ status, metadata, ...rest }) => ({
    ...rest,
    labels: metadata.labels,
    annotations: metadata.annotations,
    finalizers: metadata.finalizers,
    deletionTimestamp: metadata.deletionTimestamp,
    owners: metadata.ownerReferences,
  }));
  return Object.entries(one ?? {}).every(([key, value]) => isSamePart(value, other?.[key as keyof typeof other]));
}

/**
 * Whether a change of a live object can change anything for the Application it belongs to: its health, or anything
 * beside its status. Most changes of a status do neither.
 */
export function changesApplication({ type, object, previous }: StoreEvent, hasApplicationHealth: boolean): boolean {
  if (type !== 'MODIFIED' || previous === undefined || !hasSameBody(previous, object)) {
    return true;
  }
  return !isSamePart(resourceHealth(previous, hasApplicationHealth), resourceHealth(object, hasApplicationHealth));
}

/** Whether a change of an Application itself asks the controller for something; what it wrote itself does not. */
export function asksForReconcile({ type, object, previous }: StoreEvent): boolean {
  if (type !== 'MODIFIED' || previous === undefined) {
    return true;
  }
  const phase = (one: KubeObject) => (one.status?.operationState as { phase?: unknown } | undefined)?.phase;
  return !hasSameBody(previous, object) || (phase(object) === 'Terminating' && phase(previous) !== 'Terminating');
}
