import { type FieldError, invalidValue, requiredValue } from '../api/field-errors.ts';
import { objectIn, objectsIn, textIn } from '../api/json-shape.ts';
import type { KubeObject } from '../object.ts';

/** What is wrong with a CustomResourceDefinition, in the parts that say what is to be served. */
export function definitionErrors(definition: KubeObject): FieldError[] {
  const spec = objectIn(definition.spec);
  const names = objectIn(spec.names);
  const required = [
    ['spec.group', spec.group],
    ['spec.names.plural', names.plural],
    ['spec.names.kind', names.kind],
  ] as const;
  const errors = required.filter(([, value]) => textIn(value) === '').map(([field]) => requiredValue(field));
  if (spec.scope !== 'Cluster' && spec.scope !== 'Namespaced') {
    errors.push({
      field: 'spec.scope',
      reason: 'FieldValueNotSupported',
      message: `Unsupported value: ${JSON.stringify(spec.scope ?? '')}: supported values: "Cluster", "Namespaced"`,
    });
  }
  const { name } = definition.metadata;
  if (errors.length === 0 && name !== `${textIn(names.plural)}.${textIn(spec.group)}`) {
    errors.push(invalidValue('metadata.name', name, 'must be spec.names.plural+"."+spec.group'));
  }
  const stored = objectsIn(spec.versions).filter(({ storage }) => storage === true);
  if (stored.length !== 1) {
    const rule = 'must have exactly one version marked as storage version';
    errors.push(invalidValue('spec.versions', spec.versions ?? null, rule));
  }
  return errors;
}
