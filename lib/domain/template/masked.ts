import { fieldsOf, itemsOf } from '../value/fields.ts';
import type { FormSchema, Template } from './template.ts';

const MOST_LEVELS = 16;

/** Whether a field's value must never be stored, logged or shown again: Backstage's `Secret` field and passwords. */
export function isMasked(schema: FormSchema): boolean {
  return (
    schema['ui:widget'] === 'password' ||
    fieldsOf(schema['ui:options']).widget === 'password' ||
    schema['ui:field'] === 'Secret' ||
    schema.format === 'password'
  );
}

/** Whether a form has a masked field anywhere. */
export function hasMasked({ pages }: Pick<Template, 'pages'>): boolean {
  return pages.some(({ schema }) => holdsMasked(schema, 0));
}

function holdsMasked(schema: FormSchema, level: number): boolean {
  return (
    level <= MOST_LEVELS &&
    branchesOf(schema, level).some(
      (branch) =>
        isMasked(branch) ||
        [...Object.values(fieldsOf(branch.properties)), branch.items].some((inner) =>
          holdsMasked(fieldsOf(inner), level + 1),
        ),
    )
  );
}

/** A form's values without those of masked fields, however deep they are and under whatever condition they appear. */
export function withoutMasked(
  template: Pick<Template, 'pages'>,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const pages = template.pages.map(({ schema }) => schema);
  return keep(pages, values, 0) as Record<string, unknown>;
}

function keep(schemas: readonly FormSchema[], value: unknown, level: number): unknown {
  if (Array.isArray(value)) {
    const items = schemas.flatMap((schema) => branchesOf(schema, level)).map((schema) => fieldsOf(schema.items));
    return value.map((item) => keep(items, item, level + 1));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const branches = schemas.flatMap((schema) => branchesOf(schema, level)).map((schema) => fieldsOf(schema.properties));
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      const named = branches.filter((properties) => Object.hasOwn(properties, key));
      const asked = named.map((properties) => fieldsOf(properties[key]));
      return asked.some(isMasked) ? [] : [[key, keep(asked, inner, level + 1)]];
    }),
  );
}

/** A schema and everything that may hold beside it: conditions, dependencies and alternatives. */
function branchesOf(schema: FormSchema, level: number): FormSchema[] {
  if (level > MOST_LEVELS) {
    return [schema];
  }
  const inner = [
    ...itemsOf(schema.allOf),
    ...itemsOf(schema.anyOf),
    ...itemsOf(schema.oneOf),
    schema.then,
    schema.else,
    ...Object.values(fieldsOf(schema.dependencies)),
    ...Object.values(fieldsOf(schema.dependentSchemas)),
  ];
  return [
    schema,
    ...inner.filter((part) => part !== undefined).flatMap((part) => branchesOf(fieldsOf(part), level + 1)),
  ];
}
