import type { Schema } from '#lib/domain/json-schema/schema.ts';
import { isObject } from '#lib/domain/json-schema/value-checks.ts';
import type { Template } from '#lib/domain/template/template.ts';
import { holdsFor } from './options.ts';
import { applicableBranches, type FieldSchema } from './schema.ts';

const DEEPEST = 12;

type Values = Record<string, unknown>;

/**
 * Fills a form's values with the defaults of its fields, also of fields inside of groups and lists and of those that a condition brings. An
 * empty text in a field that need not be filled counts as left out, since that is what a form sends for it.
 */
export function applyDefaults(template: Pick<Template, 'pages'>, values: Readonly<Values>): Values {
  const pages = template.pages.map(({ schema }) => schema as FieldSchema);
  return pages.reduce<Values>((filled, page) => fillObject(page, page, filled, 0), structuredClone({ ...values }));
}

function fillObject(page: Schema, schema: FieldSchema, given: Values, depth: number): Values {
  if (depth > DEEPEST) {
    return given;
  }
  let filled: Values = { ...given };
  const required = schema.required ?? [];
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const before = Object.hasOwn(filled, name) ? filled[name] : undefined;
    const value = fill(page, field, isLeftOut(before, required.includes(name)) ? undefined : before, depth);
    if (value === undefined) {
      delete filled[name];
    } else {
      filled[name] = value;
    }
  }
  for (const branch of applicableBranches(schema, filled, holdsFor(page, filled))) {
    filled = fillObject(page, branch, filled, depth + 1);
  }
  return filled;
}

function isLeftOut(value: unknown, isRequired: boolean): boolean {
  return value === undefined || value === null || (value === '' && !isRequired);
}

function fill(page: Schema, schema: FieldSchema, value: unknown, depth: number): unknown {
  const current = value === undefined ? structuredClone(schema.default) : value;
  if (isObject(current)) {
    return fillObject(page, schema, current, depth + 1);
  }
  if (Array.isArray(current) && schema.items !== undefined) {
    const { items } = schema;
    return current.map((item) => (isObject(item) ? fillObject(page, items, item, depth + 1) : item));
  }
  // A group that was never opened still has its defaults, when any of its fields has one.
  if (current === undefined && schema.properties !== undefined) {
    const group = fillObject(page, schema, {}, depth + 1);
    return Object.keys(group).length > 0 ? group : undefined;
  }
  return current;
}
