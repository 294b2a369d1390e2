import type { KubeObject, ResourceType } from '../../../kubernetes/object.ts';
import { fieldsOf } from '../fields.ts';
import type { Problems } from './problems.ts';

const LABEL = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const LABEL_VALUE = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;
const QUALIFIED_NAME = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

const SUBDOMAIN_DETAIL =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const LABEL_DETAIL =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const LABEL_VALUE_DETAIL =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

/** Kinds whose names become host names. */
const LABEL_NAMED = new Set(['Namespace', 'Service']);
/** Kinds whose names may hold nearly anything. */
const PATH_NAMED = new Set(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding']);

export function isDnsLabel(text: string): boolean {
  return text.length <= 63 && LABEL.test(text);
}

function isSubdomain(text: string): boolean {
  return text.length <= 253 && text.split('.').every((part) => LABEL.test(part));
}

function checkName(object: KubeObject, problems: Problems): void {
  const { name } = object.metadata;
  if (typeof name !== 'string' || name === '') {
    problems.required('metadata.name', 'name or generateName is required');
  } else if (LABEL_NAMED.has(object.kind) && !isDnsLabel(name)) {
    problems.invalid('metadata.name', name, LABEL_DETAIL);
  } else if (!LABEL_NAMED.has(object.kind) && !PATH_NAMED.has(object.kind) && !isSubdomain(name)) {
    problems.invalid('metadata.name', name, SUBDOMAIN_DETAIL);
  }
}

export function checkLabels(labels: unknown, path: string, problems: Problems): void {
  for (const [key, value] of Object.entries(fieldsOf(labels))) {
    const name = key.slice(key.lastIndexOf('/') + 1);
    if (name.length > 63 || !QUALIFIED_NAME.test(name)) {
      problems.invalid(path, key, 'name part must consist of alphanumeric characters');
    }
    if (typeof value !== 'string' || value.length > 63 || !LABEL_VALUE.test(value)) {
      problems.invalid(path, value, LABEL_VALUE_DETAIL);
    }
  }
}

/** Names, labels and annotations: apimachinery pkg/api/validation/objectmeta.go. */
export function checkMetadata(object: KubeObject, resource: ResourceType, problems: Problems): void {
  checkName(object, problems);
  if (resource.namespaced && !object.metadata.namespace) {
    problems.required('metadata.namespace');
  }
  checkLabels(object.metadata.labels, 'metadata.labels', problems);
  for (const [key, value] of Object.entries(fieldsOf(object.metadata.annotations))) {
    if (typeof value !== 'string') {
      problems.invalid('metadata.annotations', key, 'must be a string');
    }
  }
}
