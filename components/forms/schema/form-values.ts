import type { FormPage, FormSchema } from '#lib/domain/template/template.ts';
import { fieldsOf } from '#lib/domain/value/fields.ts';
import type { FormField } from './form-field.ts';
import { objectShape } from './object-shape.ts';
import { readFields, typeOf } from './read-field.ts';
import { type FormValues, type Keys, withValueAt } from './values.ts';

const MOST_ROUNDS = 8;

function defaultOf(schema: FormSchema): unknown {
  if (schema.default !== undefined) {
    return schema.default;
  }
  // A tick box that is not ticked says no, so no is what is sent.
  return typeOf(schema) === 'boolean' && schema.enum === undefined && schema['ui:widget'] === undefined
    ? false
    : undefined;
}

/** The values with the defaults of shown fields that hold nothing and for which `isNew` is true. */
function fillObject(schema: FormSchema, value: unknown, keys: Keys, isNew: (path: string) => boolean): unknown {
  let filled = fieldsOf(value);
  // A default may bring other fields with it, which have defaults of their own.
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const before = filled;
    for (const [name, property] of objectShape(schema, filled).properties) {
      const held = Object.hasOwn(filled, name) ? filled[name] : undefined;
      const next = fillValue(property, held, [...keys, name], isNew);
      if (next !== held) {
        filled = withValueAt(filled, [name], next);
      }
    }
    if (filled === before) {
      break;
    }
  }
  return filled === fieldsOf(value) ? value : filled;
}

function fillValue(schema: FormSchema, held: unknown, keys: Keys, isNew: (path: string) => boolean): unknown {
  const start = held === undefined && isNew(keys.join('.')) ? defaultOf(schema) : held;
  if (typeOf(schema) === 'object' && schema.properties !== undefined) {
    const filled = fillObject(schema, start, keys, isNew);
    return start === undefined && Object.keys(fieldsOf(filled)).length === 0 ? undefined : filled;
  }
  if (typeOf(schema) === 'array' && Array.isArray(start)) {
    const items = start.map((item, index) => fillValue(fieldsOf(schema.items), item, [...keys, index], isNew));
    return items.every((item, index) => item === start[index]) ? start : items;
  }
  return start;
}

function fillPages(pages: readonly FormPage[], values: FormValues, isNew: (path: string) => boolean): FormValues {
  return pages.reduce<FormValues>((filled, page) => fieldsOf(fillObject(page.schema, filled, [], isNew)), values);
}

/** What an empty form holds: the defaults of the fields that are shown. */
export function initialValues(pages: readonly FormPage[]): FormValues {
  return fillPages(pages, {}, () => true);
}

function pathsOf(fields: readonly FormField[]): string[] {
  return fields.flatMap((field) => {
    const inner = field.kind === 'group' ? field.fields : field.kind === 'list' ? field.items : [];
    return [field.path, ...pathsOf(inner)];
  });
}

/** The paths of all fields on a page, those inside groups and lists too. */
export function pagePaths(page: FormPage, values: FormValues): string[] {
  return pathsOf(readFields(page.schema, [], values));
}

/** The values after one changed. Fields that appear because of it get their defaults; those that were emptied stay empty. */
export function changeValue(pages: readonly FormPage[], values: FormValues, keys: Keys, next: unknown): FormValues {
  const known = new Set(pages.flatMap((page) => pagePaths(page, values)));
  return fillPages(pages, withValueAt(values, keys, next), (path) => !known.has(path));
}

/** Only what is shown: hidden fields keep their values in the form, for when they come back, but are not sent. */
export function shownValues(pages: readonly FormPage[], values: FormValues): FormValues {
  let shown: FormValues = {};
  for (const page of pages) {
    shown = { ...shown, ...keepShown(page.schema, values) };
  }
  return shown;
}

function keepShown(schema: FormSchema, value: unknown): FormValues {
  const held = fieldsOf(value);
  const kept: [string, unknown][] = [];
  for (const [name, property] of objectShape(schema, held).properties) {
    if (Object.hasOwn(held, name) && held[name] !== undefined) {
      kept.push([name, keepValue(property, held[name])]);
    }
  }
  return Object.fromEntries(kept);
}

function keepValue(schema: FormSchema, value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => keepValue(fieldsOf(schema.items), item));
  }
  const isGroup = schema.properties !== undefined && typeof value === 'object' && value !== null;
  return isGroup ? keepShown(schema, value) : value;
}

/** The page that an error belongs to; the first one when no page knows the field. */
export function pageOfPath(pages: readonly FormPage[], values: FormValues, path: string): number {
  const first = path.split('.')[0] ?? '';
  return Math.max(
    0,
    pages.findIndex((page) => objectShape(page.schema, values).properties.has(first)),
  );
}
