import type { Schema } from '#lib/domain/json-schema/schema.ts';
import type { ManifestObject } from '#lib/domain/manifest/manifest.ts';

/** What all objects of one application have in common. */
export type ObjectPlace = {
  appName: string;
  namespace: string;
  /** What the application has already; absent where it is a new one. */
  existing?: readonly ManifestObject[];
  /** The names of what the same answer makes, by its lists. */
  made?: ReadonlyMap<string, ReadonlySet<string>>;
};

export type KubernetesObject = {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; labels: Record<string, string> };
} & Record<string, unknown>;

/**
 * A kind that a model may make: it names what matters in few words, and the portal writes the object. What a model never
 * gets to say, it cannot get wrong: names, namespaces, labels, security contexts.
 */
export type MakeableKind = {
  /** As landing zones name it: `Deployment.apps`. */
  id: string;
  /** The list of the answer that it stands in. */
  list: string;
  /** Of one entry. */
  shape: Schema;
  /** @param entry of that shape */
  make(entry: Readonly<Record<string, unknown>>, place: ObjectPlace): KubernetesObject;
};

/** Ends the name of an object behind the application's own, which tells applications of one namespace apart. */
export const PART: Schema = {
  type: 'string',
  maxLength: 20,
  description: 'Only where there is more than one of these: a short word that tells them apart, such as worker.',
};

/** @param part what the model calls it, or its whole name; what is no part of a name is left out */
export function nameOf({ appName }: Pick<ObjectPlace, 'appName'>, part: unknown): string {
  const word = (typeof part === 'string' ? part : '').toLowerCase();
  const suffix = (word.startsWith(`${appName}-`) ? word.slice(appName.length + 1) : word)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 20)
    .replace(/-+$/, '');
  return suffix === '' || suffix === appName ? appName : `${appName}-${suffix}`;
}

export function metadataOf(place: ObjectPlace, part: unknown): KubernetesObject['metadata'] {
  const name = nameOf(place, part);
  return {
    name,
    namespace: place.namespace,
    labels: { ...labelsOf(name), 'app.kubernetes.io/part-of': place.appName },
  };
}

/** What a Service finds the pods of a workload by. */
export function labelsOf(name: string): Record<string, string> {
  return { 'app.kubernetes.io/name': name };
}
