import { isMasked } from '#lib/domain/template/masked.ts';
import type { FormSchema } from '#lib/domain/template/template.ts';
import { fieldsOf, itemsOf, textOf } from '#lib/domain/value/fields.ts';
import type { FieldHead, FieldOption, FormField } from './form-field.ts';
import { objectShape, orderedNames } from './object-shape.ts';
import { type Keys, pathOf } from './values.ts';

const LONGEST_TEXT = 2_000;
const MOST_LEVELS = 12;
const DEFAULT_ROWS = 5;

/** Fields of Backstage that are plain text by nature, so that nobody needs to be told. */
const TEXT_FIELDS = new Set(['EntityNamePicker', 'Secret']);
const INPUT_TYPES: Record<string, string> = { email: 'email', uri: 'url', 'uri-reference': 'url', date: 'date' };

/** The first type that is not `null`; guessed from the other keys where it is left out. */
export function typeOf(schema: FormSchema): string {
  const named = [schema.type].flat().find((type): type is string => typeof type === 'string' && type !== 'null');
  if (named) {
    return named;
  }
  if (schema.properties !== undefined) {
    return 'object';
  }
  return schema.items === undefined ? 'string' : 'array';
}

function hint(schema: FormSchema, name: string): unknown {
  return schema[`ui:${name}`] ?? fieldsOf(schema['ui:options'])[name];
}

/** `enum` with its names, or `oneOf` with `const` and `title`; null when the value is free. */
export function optionsOf(schema: FormSchema): FieldOption[] | null {
  if (Array.isArray(schema.enum)) {
    const names = itemsOf(hint(schema, 'enumNames') ?? schema.enumNames);
    return schema.enum.map((value, index) => ({ label: textOf(names[index]) || labelOfValue(value), value }));
  }
  const alternatives = [...itemsOf(schema.oneOf), ...itemsOf(schema.anyOf)].map(fieldsOf);
  return alternatives.length > 0 && alternatives.every((one) => one.const !== undefined)
    ? alternatives.map((one) => ({ label: textOf(one.title) || labelOfValue(one.const), value: one.const }))
    : null;
}

function labelOfValue(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `cpuLimit`, `cpu_limit` → `Cpu limit`: for fields without a title. */
function labelOfName(name: string): string {
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .trim()
    .toLowerCase();
  return words === '' ? name : `${words[0]?.toUpperCase()}${words.slice(1)}`;
}

function noteOf(schema: FormSchema): string {
  const field = textOf(schema['ui:field']);
  return field === '' || TEXT_FIELDS.has(field)
    ? ''
    : `The template asks for “${field}”, which this portal does not have. Write the value as text.`;
}

function headOf(schema: FormSchema, keys: Keys, isRequired: boolean): FieldHead {
  const key = keys.at(-1);
  return {
    keys,
    path: pathOf(keys),
    label:
      typeof key === 'number'
        ? `${textOf(schema.title) || 'Item'} ${key + 1}`
        : textOf(schema.title) || labelOfName(String(key)),
    description: textOf(schema.description ?? hint(schema, 'description'), LONGEST_TEXT),
    help: textOf(hint(schema, 'help'), LONGEST_TEXT),
    placeholder: textOf(hint(schema, 'placeholder')),
    isRequired,
    isItem: typeof key === 'number',
    isReadonly: hint(schema, 'readonly') === true || hint(schema, 'disabled') === true || schema.readOnly === true,
    hasAutofocus: hint(schema, 'autofocus') === true,
    note: noteOf(schema),
  };
}

/** The field that a schema asks for, with the fields inside it; null when it is hidden. */
export function readField(schema: FormSchema, keys: Keys, value: unknown, isRequired: boolean): FormField | null {
  const widget = textOf(hint(schema, 'widget'));
  if (widget === 'hidden') {
    return null;
  }
  const head = headOf(schema, keys, isRequired);
  const options = optionsOf(schema);
  const type = typeOf(schema);
  if (keys.length > MOST_LEVELS) {
    return { ...head, kind: 'unsupported', note: 'The form is nested too deep to be shown.' };
  }
  if (options && type !== 'object' && type !== 'array') {
    return { ...head, kind: 'choice', look: widget === 'radio' ? 'radio' : 'select', options };
  }
  switch (type) {
    case 'boolean':
      return readBoolean(head, widget);
    case 'integer':
    case 'number':
      return readNumber(schema, head, type === 'integer');
    case 'array':
      return readList(schema, head, value);
    case 'object':
      return readGroup(schema, head, value);
    default:
      return readText(schema, head, widget);
  }
}

function readBoolean(head: FieldHead, widget: string): FormField {
  const options = [
    { label: 'Yes', value: true },
    { label: 'No', value: false },
  ];
  return widget === 'radio' || widget === 'select'
    ? { ...head, kind: 'choice', look: widget, options }
    : { ...head, kind: 'boolean' };
}

function readText(schema: FormSchema, head: FieldHead, widget: string): FormField {
  const rows = Number(hint(schema, 'rows'));
  const kind = isMasked(schema) ? 'password' : widget === 'textarea' ? 'textarea' : 'text';
  return {
    ...head,
    kind,
    inputType: INPUT_TYPES[textOf(schema.format)] ?? 'text',
    rows: rows >= 1 && rows <= 40 ? Math.round(rows) : DEFAULT_ROWS,
  };
}

function limit(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function readNumber(schema: FormSchema, head: FieldHead, isWhole: boolean): FormField {
  const multiple = limit(schema.multipleOf);
  return {
    ...head,
    kind: 'number',
    isWhole,
    minimum: limit(schema.minimum),
    maximum: limit(schema.maximum),
    step: multiple !== null && multiple > 0 ? multiple : 1,
  };
}

function readGroup(schema: FormSchema, head: FieldHead, value: unknown): FormField {
  const fields = readFields(schema, head.keys, value);
  return fields.length > 0
    ? { ...head, kind: 'group', fields, note: '' }
    : { ...head, kind: 'unsupported', note: 'This form cannot show a field of this kind. It keeps its default.' };
}

function readList(schema: FormSchema, head: FieldHead, value: unknown): FormField {
  const itemSchema = fieldsOf(schema.items);
  const options = optionsOf(itemSchema);
  if (options && (schema.uniqueItems === true || hint(schema, 'widget') === 'checkboxes')) {
    return { ...head, kind: 'choices', options };
  }
  const values = itemsOf(value);
  const items = values.flatMap((item, index) => readField(itemSchema, [...head.keys, index], item, false) ?? []);
  return {
    ...head,
    kind: 'list',
    items,
    blank: blankOf(itemSchema),
    canAdd: hint(schema, 'addable') !== false && items.length < (limit(schema.maxItems) ?? Number.POSITIVE_INFINITY),
    canRemove: hint(schema, 'removable') !== false && items.length > (limit(schema.minItems) ?? 0),
    canMove: hint(schema, 'orderable') !== false && items.length > 1,
  };
}

function blankOf(schema: FormSchema): unknown {
  if (schema.default !== undefined) {
    return schema.default;
  }
  const type = typeOf(schema);
  return type === 'object' ? {} : type === 'array' ? [] : '';
}

/** The fields of an object for what it holds now, in the order the schema asks for. */
export function readFields(schema: FormSchema, keys: Keys, value: unknown): FormField[] {
  const shape = objectShape(schema, value);
  const held = fieldsOf(value);
  return orderedNames(shape, schema).flatMap((name) => {
    const field = readField(shape.properties.get(name) ?? {}, [...keys, name], held[name], shape.required.has(name));
    return field ?? [];
  });
}
