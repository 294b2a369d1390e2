import { textOf } from '#lib/domain/value/fields.ts';
import type { ObjectMetadata } from './object-metadata.ts';

const TRACKING_ID = 'argocd.argoproj.io/tracking-id';
/** The second is the default; the first is what those choose whose charts use the second for something else. */
const INSTANCE_LABELS = ['argocd.argoproj.io/instance', 'app.kubernetes.io/instance'];

/**
 * The application that an object belongs to, as Argo CD marks it: `name`, or `namespace_name` for one outside Argo
 * CD's own namespace; null where it belongs to none (argo-cd docs/user-guide/resource_tracking.md). An id that names
 * another object than the one it sits on was copied along and does not count, and neither does the label beside it.
 */
export function trackedBy(metadata: ObjectMetadata, type: { group: string; kind: string }): string | null {
  const id = textOf(metadata.annotations[TRACKING_ID], 1024);
  if (id !== '') {
    const [application = '', groupKind, ...place] = id.split(':');
    const isItself = groupKind === `${type.group}/${type.kind}` && isHere(place.join(':'), metadata);
    return isItself && application !== '' ? application : null;
  }
  const label = INSTANCE_LABELS.map((key) => textOf(metadata.labels[key])).find((value) => value !== '');
  return label ?? null;
}

/** What lives in no namespace carries the one that its application deploys to. */
function isHere(place: string, { namespace, name }: ObjectMetadata): boolean {
  return namespace === '' ? place.endsWith(`/${name}`) : place === `${namespace}/${name}`;
}
