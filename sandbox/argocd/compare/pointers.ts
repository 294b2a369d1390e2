import { isFields } from '../../controllers/api/fields.ts';
import type { KubeObject } from '../../kubernetes/object.ts';
import { resourceKeyOf } from '../application/resource-key.ts';
import type { IgnoreDifference } from '../application/spec.ts';

/** `/spec/replicas` → `spec`, `replicas`, by RFC 6901. */
function parsePointer(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function withoutPath(value: unknown, path: readonly string[]): unknown {
  const [key, ...rest] = path;
  if (key === undefined) {
    return value;
  }
  if (Array.isArray(value)) {
    const index = Number(key);
    return rest.length === 0
      ? value.filter((_, at) => at !== index)
      : value.map((item, at) => (at === index ? withoutPath(item, rest) : item));
  }
  if (!isFields(value) || !(key in value)) {
    return value;
  }
  const { [key]: part, ...others } = value;
  return rest.length === 0 ? others : { ...others, [key]: withoutPath(part, rest) };
}

/** The pointers that an Application's `ignoreDifferences` names for an object. */
export function ignoredPointers(rules: readonly IgnoreDifference[], object: KubeObject): string[] {
  const { group, kind, namespace, name } = resourceKeyOf(object);
  return rules
    .filter(
      (rule) =>
        (rule.group === group || rule.group === '*') &&
        (rule.kind === kind || rule.kind === '*') &&
        (rule.name === '' || rule.name === name) &&
        (rule.namespace === '' || rule.namespace === namespace),
    )
    .flatMap((rule) => rule.jsonPointers);
}

/** The object without what the pointers name. */
export function withoutPointers(object: KubeObject, pointers: readonly string[]): KubeObject {
  return pointers.reduce<unknown>((value, pointer) => withoutPath(value, parsePointer(pointer)), object) as KubeObject;
}
