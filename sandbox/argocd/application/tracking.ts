import type { KubeObject } from '../../kubernetes/object.ts';
import { TRACKING_ID } from './annotations.ts';
import { resourceKeyOf } from './resource-key.ts';

export type TrackingMethod = 'annotation' | 'annotation+label' | 'label';
export type Tracking = { method: TrackingMethod; labelKey: string };

export const DEFAULT_LABEL_KEY = 'app.kubernetes.io/instance';

/** `web:apps/Deployment:shop/web`; cluster-scoped objects carry the destination's namespace. */
export function trackingId(application: string, object: KubeObject, destinationNamespace: string): string {
  const { group, kind, namespace, name } = resourceKeyOf(object);
  return `${application}:${group}/${kind}:${namespace || destinationNamespace}/${name}`;
}

/** The object with the mark of the Application it belongs to: util/argo/resource_tracking.go, SetAppInstance. */
export function withTracking(
  object: KubeObject,
  application: string,
  destinationNamespace: string,
  { method, labelKey }: Tracking,
): KubeObject {
  const id = { [TRACKING_ID]: trackingId(application, object, destinationNamespace) };
  const label = { [labelKey]: application.slice(0, 63) };
  return {
    ...object,
    metadata: {
      ...object.metadata,
      ...(method === 'label' ? {} : { annotations: { ...object.metadata.annotations, ...id } }),
      ...(method === 'annotation' ? {} : { labels: { ...object.metadata.labels, ...label } }),
    },
  };
}

/**
 * The Application an object says it belongs to; null for none. An id that names another object does not count: it was
 * copied, as the controllers of Deployments do with annotations.
 */
export function trackedBy(object: KubeObject, { method, labelKey }: Tracking): string | null {
  if (method === 'label') {
    const isOwned = (object.metadata.ownerReferences ?? []).length > 0;
    return isOwned ? null : (object.metadata.labels?.[labelKey] ?? null);
  }
  const id = object.metadata.annotations?.[TRACKING_ID];
  const [application, kindPart, placePart] = id?.split(':') ?? [];
  if (application === undefined || kindPart === undefined || placePart === undefined) {
    return null;
  }
  const { group, kind, namespace, name } = resourceKeyOf(object);
  const [idNamespace, idName] = placePart.split('/');
  const isItself =
    kindPart === `${group}/${kind}` && idName === name && (namespace === '' || idNamespace === namespace);
  return isItself ? application : null;
}
