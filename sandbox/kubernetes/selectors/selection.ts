import type { KubeObject, ResourceType } from '../object.ts';
import { parseFieldSelector } from './field-selector.ts';
import { matchesLabels, parseLabelSelector } from './label-selector.ts';
import { selectableField } from './selectable-fields.ts';

/** Which objects of a kind a list or watch is about. */
export type Selection = {
  namespace?: string;
  /** Whether labels or fields are looked at; without, everything in the namespace is meant. */
  isSelective: boolean;
  /** By labels and fields; the namespace is looked at apart. */
  matches(object: KubeObject): boolean;
};

/** Reads `labelSelector` and `fieldSelector`. Throws ApiError 400. */
export function readSelection(resource: ResourceType, namespace: string, query: URLSearchParams): Selection {
  const labels = parseLabelSelector(query.get('labelSelector') ?? '');
  const fields = parseFieldSelector(query.get('fieldSelector') ?? '').map(({ field, operator, value }) => {
    const read = selectableField(resource, field);
    return (object: KubeObject) => (read(object) === value) === (operator === '=');
  });
  return {
    ...(resource.namespaced && namespace !== '' ? { namespace } : {}),
    isSelective: labels.length > 0 || fields.length > 0,
    matches: (object) => matchesLabels(labels, object.metadata.labels) && fields.every((field) => field(object)),
  };
}
