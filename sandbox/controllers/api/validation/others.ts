import type { KubeObject } from '../../../kubernetes/object.ts';
import { fieldAt, fieldsOf, isFields, listOf, textOf } from '../fields.ts';
import { parseQuantityMillis } from '../quantity.ts';
import type { Problems } from './problems.ts';

const SERVICE_TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const PATH_TYPES = ['Exact', 'ImplementationSpecific', 'Prefix'];

export function checkService(object: KubeObject, problems: Problems): void {
  const spec = fieldsOf(object.spec);
  const type = textOf(spec.type, 'ClusterIP');
  if (!SERVICE_TYPES.includes(type)) {
    problems.unsupported('spec.type', type, SERVICE_TYPES);
  }
  const ports = listOf(spec.ports);
  if (ports.length === 0 && type !== 'ExternalName' && spec.clusterIP !== 'None') {
    problems.required('spec.ports');
  }
  ports.forEach((value, index) => {
    const { port, name } = fieldsOf(value);
    if (!Number.isInteger(port) || Number(port) < 1 || Number(port) > 65_535) {
      problems.invalid(`spec.ports[${index}].port`, port ?? 0, 'must be between 1 and 65535, inclusive');
    }
    if (ports.length > 1 && textOf(name) === '') {
      problems.required(`spec.ports[${index}].name`);
    }
  });
}

export function checkClaim(object: KubeObject, problems: Problems): void {
  if (listOf(object.spec?.accessModes).length === 0) {
    problems.required('spec.accessModes', 'at least 1 access mode is required');
  }
  const storage = fieldAt(object.spec, 'resources', 'requests', 'storage');
  if (storage === undefined) {
    problems.required('spec.resources[storage]');
  } else if ((parseQuantityMillis(storage) ?? 0) <= 0) {
    problems.invalid('spec.resources[storage]', storage, 'must be greater than zero');
  }
}

export function checkIngress(object: KubeObject, problems: Problems): void {
  if (object.spec?.rules === undefined && object.spec?.defaultBackend === undefined) {
    problems.invalid('spec', {}, 'either `defaultBackend` or `rules` must be specified');
  }
  listOf(object.spec?.rules).forEach((rule, ruleIndex) => {
    listOf(fieldAt(rule, 'http', 'paths')).forEach((value, index) => {
      const path = `spec.rules[${ruleIndex}].http.paths[${index}]`;
      const { pathType, backend } = fieldsOf(value);
      if (pathType === undefined) {
        problems.required(`${path}.pathType`, 'pathType must be specified');
      } else if (!PATH_TYPES.includes(textOf(pathType))) {
        problems.unsupported(`${path}.pathType`, pathType, PATH_TYPES);
      }
      if (!isFields(fieldsOf(backend).service) && !isFields(fieldsOf(backend).resource)) {
        problems.required(`${path}.backend`, 'resource or service backend is required');
      }
    });
  });
}

export function checkDataMap(object: KubeObject, problems: Problems): void {
  for (const [key, value] of Object.entries(fieldsOf(object.data))) {
    if (typeof value !== 'string') {
      problems.invalid(`data[${key}]`, value, 'must be a string');
    }
  }
}
