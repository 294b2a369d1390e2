import { badRequest } from '../api/errors.ts';
import { readJsonPath } from '../api/json-path.ts';
import { shownText } from '../api/json-shape.ts';
import { type KubeObject, qualifiedName, type ResourceType } from '../object.ts';

type ReadField = (object: KubeObject) => string;

/** A field of the object as text; absent is ''. */
function at(path: string): ReadField {
  return (object) => {
    return shownText(readJsonPath(object, path)[0]);
  };
}

function flag(path: string): ReadField {
  return (object) => String(readJsonPath(object, path)[0] === true);
}

const INVOLVED = ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'].map(
  (field): [string, ReadField] => [`involvedObject.${field}`, at(`.involvedObject.${field}`)],
);

/** Fields that kinds can be selected by, beside name and namespace (the conversion.go of each API group). */
const FIELDS: Record<string, Record<string, ReadField>> = {
  pods: {
    'spec.nodeName': at('.spec.nodeName'),
    'spec.restartPolicy': (object) => at('.spec.restartPolicy')(object) || 'Always',
    'spec.schedulerName': (object) => at('.spec.schedulerName')(object) || 'default-scheduler',
    'spec.serviceAccountName': at('.spec.serviceAccountName'),
    'spec.hostNetwork': flag('.spec.hostNetwork'),
    'status.phase': at('.status.phase'),
    'status.podIP': at('.status.podIP'),
    'status.podIPs': at('.status.podIPs[0].ip'),
    'status.nominatedNodeName': at('.status.nominatedNodeName'),
  },
  nodes: { 'spec.unschedulable': flag('.spec.unschedulable') },
  namespaces: { 'status.phase': at('.status.phase') },
  secrets: { type: at('.type') },
  services: { 'spec.clusterIP': at('.spec.clusterIP'), 'spec.type': at('.spec.type') },
  events: {
    ...Object.fromEntries(INVOLVED),
    reason: at('.reason'),
    reportingComponent: at('.reportingComponent'),
    source: (object) => at('.source.component')(object) || at('.reportingComponent')(object),
    type: at('.type'),
  },
  'replicasets.apps': { 'status.replicas': (object) => at('.status.replicas')(object) || '0' },
  'jobs.batch': { 'status.successful': (object) => at('.status.succeeded')(object) || '0' },
};

/** How to read a field of a kind for selection. Throws ApiError 400 where the kind cannot be selected by it. */
export function selectableField(resource: ResourceType, field: string): ReadField {
  if (field === 'metadata.name') {
    return (object) => object.metadata.name;
  }
  if (field === 'metadata.namespace') {
    return (object) => object.metadata.namespace ?? '';
  }
  const own = FIELDS[qualifiedName(resource)];
  const known = own !== undefined && Object.hasOwn(own, field) ? own[field] : undefined;
  if (known !== undefined) {
    return known;
  }
  if (resource.selectableFields?.includes(`.${field}`)) {
    return at(`.${field}`);
  }
  throw badRequest(
    own === undefined && !resource.isCustom
      ? `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`
      : `field label not supported: ${field}`,
  );
}
