import type { KubeObject } from '../../kubernetes/object.ts';
import { resourceType } from '../../kubernetes/resources.ts';
import { type Fields, fieldsOf, listOf } from '../api/fields.ts';
import type { ObjectIndex } from '../api/object-index.ts';

const LIMIT_RANGE = resourceType('LimitRange');

/** The defaults for containers of a namespace: an entry's `default` is for limits, `defaultRequest` for requests. */
function containerDefaults(index: ObjectIndex, namespace: string): { limits: Fields; requests: Fields } {
  const entries = index
    .inNamespace(LIMIT_RANGE, namespace)
    .flatMap((range) => listOf(range.spec?.limits).map(fieldsOf))
    .filter((entry) => entry.type === 'Container');
  return {
    limits: Object.assign({}, ...entries.map((entry) => fieldsOf(entry.default))),
    requests: Object.assign(
      {},
      ...entries.map((entry) => ({ ...fieldsOf(entry.default), ...fieldsOf(entry.defaultRequest) })),
    ),
  };
}

/** Fills in what containers leave open: plugin/pkg/admission/limitranger. */
export function applyLimitRanges(pod: KubeObject, index: ObjectIndex): KubeObject {
  const defaults = containerDefaults(index, pod.metadata.namespace ?? '');
  if (Object.keys(defaults.limits).length + Object.keys(defaults.requests).length === 0) {
    return pod;
  }
  const fill = (value: unknown): Fields => {
    const container = fieldsOf(value);
    const resources = fieldsOf(container.resources);
    return {
      ...container,
      resources: {
        ...resources,
        limits: { ...defaults.limits, ...fieldsOf(resources.limits) },
        requests: { ...defaults.requests, ...fieldsOf(resources.requests) },
      },
    };
  };
  const spec = fieldsOf(pod.spec);
  return {
    ...pod,
    spec: {
      ...spec,
      containers: listOf(spec.containers).map(fill),
      ...(Array.isArray(spec.initContainers) ? { initContainers: spec.initContainers.map(fill) } : {}),
    },
  };
}
