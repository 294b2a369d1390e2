import { fieldsOf } from '../value/fields.ts';
import type { FormSchema, Template } from './template.ts';

/** Whether a field's value must never be stored, logged or shown again: Backstage's `Secret` field and passwords. */
export function isMasked(schema: FormSchema): boolean {
  return schema['ui:widget'] === 'password' || schema['ui:field'] === 'Secret' || schema.format === 'password';
}

/** A form's values without those of masked fields, however deep they are. */
export function withoutMasked(
  template: Pick<Template, 'pages'>,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const properties = Object.assign({}, ...template.pages.map(({ schema }) => fieldsOf(schema.properties)));
  return keep({ type: 'object', properties }, values) as Record<string, unknown>;
}

function keep(schema: FormSchema, value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => keep(fieldsOf(schema.items), item));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const properties = fieldsOf(schema.properties);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !isMasked(fieldsOf(properties[key])))
      .map(([key, inner]) => [key, keep(fieldsOf(properties[key]), inner)]),
  );
}
