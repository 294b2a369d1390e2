import type { FieldError } from '#lib/domain/error/portal-error.ts';
import { isObject } from '#lib/domain/json-schema/value-checks.ts';
import { parseQuantity } from '#lib/domain/quantity/quantity.ts';
import type { FieldSchema } from './schema.ts';

/** Checks the hints that relate fields to one another: `ui:notAbove` and `ui:uniqueBy`. */
export function relationErrors(
  schema: FieldSchema,
  value: unknown,
  path: readonly (string | number)[] = [],
): FieldError[] {
  if (!isObject(value)) {
    return [];
  }
  return Object.entries(schema.properties ?? {}).flatMap(([name, given]): FieldError[] => {
    const field = given as FieldSchema;
    const at = [...path, name];
    const inner = Object.hasOwn(value, name) ? value[name] : undefined;
    return [
      ...aboveErrors(field, value, inner, schema, at),
      ...repeatErrors(field, inner, at),
      ...relationErrors(field, inner, at),
    ];
  });
}

function aboveErrors(
  field: FieldSchema,
  beside: Record<string, unknown>,
  value: unknown,
  parent: FieldSchema,
  path: readonly (string | number)[],
): FieldError[] {
  const other = field['ui:notAbove'];
  const most = other === undefined ? null : parseQuantity(beside[other]);
  const amount = parseQuantity(value);
  if (other === undefined || most === null || amount === null || amount <= most) {
    return [];
  }
  const title = parent.properties?.[other]?.title ?? other;
  return [{ path: path.join('.'), message: `This may not be more than "${title}" (${String(beside[other])}).` }];
}

function repeatErrors(field: FieldSchema, value: unknown, path: readonly (string | number)[]): FieldError[] {
  const by = field['ui:uniqueBy'];
  if (by === undefined || !Array.isArray(value)) {
    return [];
  }
  const seen = new Set<unknown>();
  return value.flatMap((item, index): FieldError[] => {
    const key = isObject(item) ? item[by] : undefined;
    const isRepeated = key !== undefined && seen.has(key);
    seen.add(key);
    return isRepeated
      ? [{ path: [...path, index, by].join('.'), message: `"${String(key).slice(0, 60)}" is there twice.` }]
      : [];
  });
}
