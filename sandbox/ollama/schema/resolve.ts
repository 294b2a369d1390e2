import { UnsupportedSchemaError } from './pattern.ts';
import { isNode, type SchemaNode } from './walk-context.ts';

/** What a reference inside the schema points to (`#`, `#/$defs/name`). Throws for references to elsewhere. */
export function resolveReference(reference: string, root: SchemaNode): SchemaNode {
  if (!reference.startsWith('#')) {
    throw new UnsupportedSchemaError(`$ref ${reference}: only references inside the schema are supported`);
  }
  let target: unknown = root;
  for (const part of reference.slice(1).split('/').slice(1)) {
    const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
    target = isNode(target) || Array.isArray(target) ? (target as SchemaNode)[key] : undefined;
  }
  if (!isNode(target)) {
    throw new UnsupportedSchemaError(`$ref ${reference}: there is nothing`);
  }
  return target;
}

/** Both at once: properties and requirements of both, and for the rest what the second says. */
export function mergeNodes(first: SchemaNode, second: SchemaNode): SchemaNode {
  const merged: Record<string, unknown> = { ...first };
  for (const [key, value] of Object.entries(second)) {
    if (value !== undefined) {
      merged[key] = value;
    }
  }
  if (isNode(first.properties) && isNode(second.properties)) {
    merged.properties = { ...first.properties, ...second.properties };
  }
  if (Array.isArray(first.required) && Array.isArray(second.required)) {
    merged.required = [...new Set([...first.required, ...second.required])];
  }
  return merged;
}
