import type { Schema, ValidationOptions } from '#lib/domain/json-schema/schema.ts';
import { validateValue } from '#lib/domain/json-schema/validate.ts';
import type { FormSchema } from '#lib/domain/template/template.ts';
import { fieldsOf, itemsOf } from '#lib/domain/value/fields.ts';

/** The fields that an object has for what it holds now. */
export type ObjectShape = { properties: Map<string, FormSchema>; required: Set<string> };

const MOST_LEVELS = 16;
const OPTIONS: ValidationOptions = {
  resolve: () => null,
  closed: false,
  nullIsAbsent: false,
  hasFormat: () => true,
};

/** Whether a value is as a schema says; formats are left to the form's own validation. */
export function matchesSchema(schema: FormSchema, value: unknown): boolean {
  return validateValue(schema as Schema, value, OPTIONS).length === 0;
}

function textsOf(value: unknown): string[] {
  return itemsOf(value).filter((item) => typeof item === 'string');
}

/**
 * The fields in force: `properties`, with what `dependencies`, `allOf`, `if`/`then`/`else` and `oneOf` add for the
 * present value, read as react-jsonschema-form 5 reads them.
 */
export function objectShape(schema: FormSchema, value: unknown): ObjectShape {
  const shape: ObjectShape = { properties: new Map(), required: new Set() };
  collect(shape, schema, fieldsOf(value), 0);
  return shape;
}

type Value = Readonly<Record<string, unknown>>;

function collect(shape: ObjectShape, schema: FormSchema, value: Value, level: number): void {
  if (level > MOST_LEVELS) {
    return;
  }
  for (const [name, property] of Object.entries(fieldsOf(schema.properties))) {
    shape.properties.set(name, { ...shape.properties.get(name), ...fieldsOf(property) });
  }
  for (const name of textsOf(schema.required)) {
    shape.required.add(name);
  }
  const add = (part: unknown) => collect(shape, fieldsOf(part), value, level + 1);
  itemsOf(schema.allOf).forEach(add);
  if (schema.if !== undefined) {
    add(matchesSchema(fieldsOf(schema.if), value) ? schema.then : schema.else);
  }
  addAlternative(shape, schema, value, level);
  for (const [name, needed] of Object.entries({
    ...fieldsOf(schema.dependencies),
    ...fieldsOf(schema.dependentSchemas),
    ...fieldsOf(schema.dependentRequired),
  })) {
    if (value[name] !== undefined) {
      addDependency(shape, name, needed, value, level + 1);
    }
  }
}

/** Of alternatives for the whole object the first that fits is shown, or else the first. */
function addAlternative(shape: ObjectShape, schema: FormSchema, value: Value, level: number): void {
  const alternatives = [...itemsOf(schema.oneOf), ...itemsOf(schema.anyOf)].map(fieldsOf);
  const chosen = alternatives.find((alternative) => matchesSchema(alternative, value)) ?? alternatives[0];
  if (chosen) {
    collect(shape, chosen, value, level + 1);
  }
}

function addDependency(shape: ObjectShape, name: string, needed: unknown, value: Value, level: number): void {
  if (Array.isArray(needed)) {
    for (const other of textsOf(needed)) {
      shape.required.add(other);
    }
    return;
  }
  const { oneOf, ...rest } = fieldsOf(needed);
  collect(shape, rest, value, level);
  for (const branch of itemsOf(oneOf).map(fieldsOf)) {
    const { [name]: condition, ...properties } = fieldsOf(branch.properties);
    if (condition === undefined || matchesSchema(fieldsOf(condition), value[name])) {
      collect(shape, { ...branch, properties }, value, level);
    }
  }
}

/** Names in the order the schema asks for: `ui:order`, where `*` stands for all it does not name. */
export function orderedNames(shape: ObjectShape, schema: FormSchema): string[] {
  const names = [...shape.properties.keys()];
  const order = textsOf(schema['ui:order']);
  if (order.length === 0) {
    return names;
  }
  const unnamed = names.filter((name) => !order.includes(name));
  const asked = order.flatMap((name) => (name === '*' ? unnamed : names.includes(name) ? [name] : []));
  return order.includes('*') ? asked : [...asked, ...unnamed];
}
