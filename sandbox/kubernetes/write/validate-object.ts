import { invalid } from '../api/errors.ts';
import { type FieldError, invalidValue, requiredValue } from '../api/field-errors.ts';
import { isObject } from '../api/json-shape.ts';
import { isDnsLabel, isDnsSubdomain, isLabelKey, isLabelValue, isPathSegment } from '../api/names.ts';
import { definitionErrors } from '../crds/validate-definition.ts';
import type { KubeObject, ResourceType } from '../object.ts';

const LABEL_RULE =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const SUBDOMAIN_RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const VALUE_RULE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const KEY_RULE =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

const LABEL_NAMED = new Set(['Namespace', 'Service']);

/** Checks names, labels, annotations and finalizers, and definitions of kinds. Throws ApiError 422 with a cause for each field that is wrong. */
export function validateObject(resource: ResourceType, object: KubeObject): void {
  const { name, labels, annotations, finalizers } = object.metadata;
  const errors = [
    ...nameErrors(resource, name),
    ...labelErrors(labels),
    ...annotationErrors(annotations),
    ...finalizerErrors(finalizers),
    ...(resource.kind === 'CustomResourceDefinition' ? definitionErrors(object) : []),
  ];
  if (errors.length > 0) {
    throw invalid(resource.group === '' ? resource.kind : `${resource.kind}.${resource.group}`, name, errors);
  }
}

function nameErrors(resource: ResourceType, name: unknown): FieldError[] {
  const field = 'metadata.name';
  if (typeof name !== 'string' || name === '') {
    return [requiredValue(field, 'name or generateName is required')];
  }
  if (resource.group === 'rbac.authorization.k8s.io') {
    return isPathSegment(name) ? [] : [invalidValue(field, name, "may not contain '/' or '%'")];
  }
  const isLabelNamed = resource.group === '' && LABEL_NAMED.has(resource.kind);
  const isGood = isLabelNamed ? isDnsLabel(name) : isDnsSubdomain(name);
  return isGood ? [] : [invalidValue(field, name, isLabelNamed ? LABEL_RULE : SUBDOMAIN_RULE)];
}

function labelErrors(labels: unknown): FieldError[] {
  return entriesOf(labels).flatMap(([key, value]) => [
    ...(isLabelKey(key) ? [] : [invalidValue('metadata.labels', key, KEY_RULE)]),
    ...(typeof value === 'string' && isLabelValue(value) ? [] : [invalidValue('metadata.labels', value, VALUE_RULE)]),
  ]);
}

function annotationErrors(annotations: unknown): FieldError[] {
  return entriesOf(annotations).flatMap(([key, value]) => [
    ...(isLabelKey(key.toLowerCase()) ? [] : [invalidValue('metadata.annotations', key, KEY_RULE)]),
    ...(typeof value === 'string' ? [] : [invalidValue('metadata.annotations', value, 'must be a string')]),
  ]);
}

function finalizerErrors(finalizers: unknown): FieldError[] {
  const list = Array.isArray(finalizers) ? finalizers : [];
  return list
    .filter((finalizer) => typeof finalizer !== 'string' || !isLabelKey(finalizer))
    .map((finalizer) => invalidValue('metadata.finalizers', finalizer, KEY_RULE));
}

function entriesOf(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}
