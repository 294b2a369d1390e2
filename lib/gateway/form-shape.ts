import type { Schema } from '#lib/domain/json-schema/schema.ts';
import type { Template } from '#lib/domain/template/template.ts';
import { fieldsOf, textOf } from '#lib/domain/value/fields.ts';

/** What every grammar that constrains a model can hold. Patterns are not among it: some servers refuse them, others ignore them. */
const KEPT = ['type', 'enum', 'const', 'minimum', 'maximum', 'maxLength', 'minItems', 'maxItems'] as const;
const MOST_WORDS = 400;

/**
 * The values that a form takes as one shape that a small model can fill: the fields of all pages, those of conditions as
 * well, with what people are told beside each. It is wider than the form: the form's own check has the last word.
 * @param without fields that are decided already
 */
export function formShape(template: Pick<Template, 'pages'>, without: readonly string[] = []): Schema {
  const shape = mergedShape(template.pages.map(({ schema }) => schema as Schema));
  const properties = Object.entries(shape.properties ?? {}).filter(([name]) => !without.includes(name));
  const required = (shape.required ?? []).filter((name) => !without.includes(name));
  return { ...shape, properties: Object.fromEntries(properties), required };
}

/** Several schemas of the same object as one; what only some of them ask for need not be there. */
function mergedShape(schemas: readonly Schema[]): Schema {
  const properties: Record<string, Schema> = Object.create(null);
  const required = new Set<string>();
  for (const schema of schemas) {
    for (const name of schema.required ?? []) {
      required.add(name);
    }
    for (const part of [schema, ...conditionsOf(schema)]) {
      for (const [name, field] of Object.entries(part.properties ?? {})) {
        const known = properties[name];
        // A condition narrows a field that is there; the field itself is what may be written.
        properties[name] = known === undefined ? fieldShape(field) : known;
      }
    }
  }
  // A field that fills itself need not be asked for.
  const needed = [...required].filter((name) => properties[name] !== undefined && !isFilled(properties[name]));
  return { type: 'object', properties: { ...properties }, required: needed, additionalProperties: false };
}

function fieldShape(field: Schema): Schema {
  const shape: Record<string, unknown> = {};
  for (const key of KEPT) {
    if (field[key] !== undefined) {
      shape[key] = field[key];
    }
  }
  const words = wordsOf(field);
  return {
    ...(shape as Schema),
    ...(words === '' ? {} : { description: words }),
    ...(field.default === undefined ? {} : { default: field.default }),
    ...(field.properties === undefined ? {} : mergedShape([field])),
    ...(field.items === undefined ? {} : { items: fieldShape(field.items) }),
  };
}

/** All parts of a schema that may apply beside it. */
function conditionsOf(schema: Schema): Schema[] {
  const dependencies = Object.values(schema.dependencies ?? {}).flatMap((each) => (Array.isArray(each) ? [] : [each]));
  const lists = [schema.oneOf, schema.anyOf, schema.allOf].flatMap((parts) => parts ?? []);
  const parts = [schema.then, schema.else, ...dependencies, ...lists].filter((part) => part !== undefined);
  return parts.flatMap((part) => [part, ...conditionsOf(part)]);
}

/** What people read beside the field, and the example that stands in it. */
function wordsOf(field: Schema): string {
  const hints = fieldsOf(field);
  const example = textOf(hints['ui:placeholder']);
  const parts = [field.title, field.description, textOf(hints['ui:help']), example === '' ? '' : `Example: ${example}`];
  const sentences = parts.filter((part) => part !== undefined && part !== '');
  return sentences
    .map((part) => String(part).replace(/[.:]?$/, '.'))
    .join(' ')
    .slice(0, MOST_WORDS);
}

function isFilled({ default: value }: Schema): boolean {
  return value !== undefined;
}
