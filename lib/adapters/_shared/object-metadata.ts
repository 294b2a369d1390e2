import { type Fields, fieldsOf, textOf, timeOf } from '#lib/domain/value/fields.ts';
import type { KubernetesObject } from '#lib/ports/cluster.ts';

/** What every Kubernetes object carries, as far as it is there. */
export type ObjectMetadata = {
  name: string;
  /** '' for what lives in no namespace. */
  namespace: string;
  uid: string;
  createdAt: number | null;
  labels: Fields;
  annotations: Fields;
  /** The object's whole `metadata`, for what is read more rarely. */
  fields: Fields;
};

/** Names are at most 253 characters long; whoever sends more sends garbage. */
const LONGEST_NAME = 253;

/** Throws an Error when the object has no name: then there is nothing to know it by. */
export function readMetadata(object: KubernetesObject): ObjectMetadata {
  const fields = fieldsOf(object.metadata);
  const name = textOf(fields.name, LONGEST_NAME);
  if (name === '') {
    throw new TypeError('it has no metadata.name');
  }
  return {
    name,
    namespace: textOf(fields.namespace, LONGEST_NAME),
    uid: textOf(fields.uid, 64),
    createdAt: timeOf(fields.creationTimestamp),
    labels: fieldsOf(fields.labels),
    annotations: fieldsOf(fields.annotations),
    fields,
  };
}
