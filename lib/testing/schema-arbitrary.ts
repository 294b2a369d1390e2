import fc from 'fast-check';
import type { Schema } from '#lib/domain/json-schema/schema.ts';

/** Texts that people and attackers type: whatever might end a quote, a line, a document or an expression. */
const HOSTILE = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'ab0:#-\n\r\t "\'{}[],&*!|>%@`?~=\\\u0085\u2028\u202e\ufeff') }),
  fc.constantFrom(
    'yes',
    'null',
    '12:30:45',
    '0644',
    'a: b',
    '- a',
    '---\napiVersion: v1\nkind: Secret',
    '"\n  privileged: true\n  x: "',
    "'; DROP",
    `\${{ values.platform }}`,
    '{% raw %}',
    '{{ .Values.x }}',
    '<<: *x',
    '\u202Eneddih',
  ),
);

/** Values that a schema of a form allows, as far as its keywords for one field say; the rest is for the caller to filter. */
export function arbitraryOf(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.enum !== undefined) {
    return fc.constantFrom(...schema.enum);
  }
  switch (schema.type) {
    case 'integer':
      return fc.integer({ min: schema.minimum ?? 0, max: schema.maximum ?? 1_000 });
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(arbitraryOf(schema.items ?? {}), { maxLength: Math.min(5, schema.maxItems ?? 5) });
    case 'object':
      return arbitraryFields(schema);
    default:
      return arbitraryText(schema);
  }
}

function arbitraryText(schema: Schema): fc.Arbitrary<string> {
  const text = schema.pattern === undefined ? HOSTILE : fc.stringMatching(new RegExp(schema.pattern));
  return text.filter((value) => value !== '' && Array.from(value).length <= (schema.maxLength ?? 1_000));
}

/** Fields that need not be there sometimes are not. */
function arbitraryFields(schema: Schema): fc.Arbitrary<Record<string, unknown>> {
  const fields = { ...schema.properties, ...schema.then?.properties };
  const required = [...(schema.required ?? []), ...(schema.then?.required ?? [])];
  const record = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, arbitraryOf(field)]));
  return fc.record(record, { requiredKeys: required.filter((name) => Object.hasOwn(record, name)) });
}
