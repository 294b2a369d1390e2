// biome-ignore-all lint/suspicious/noThenProperty: the word is JSON Schema's own.
import { describe, expect, it } from 'vitest';
import { hasMasked, isMasked, withoutMasked } from './masked.ts';
import type { FormSchema } from './template.ts';

const secret = { type: 'string', 'ui:widget': 'password' };
const has = (schema: FormSchema) => hasMasked({ pages: [{ title: '', description: '', schema }] });
const clean = (schema: FormSchema, values: Record<string, unknown>) =>
  withoutMasked({ pages: [{ title: '', description: '', schema }] }, values);

it.each([
  [{ 'ui:widget': 'password' }, true],
  [{ 'ui:options': { widget: 'password' } }, true],
  [{ 'ui:field': 'Secret' }, true],
  [{ format: 'password' }, true],
  [{ type: 'string' }, false],
])('%j is masked: %s', (schema, expected) => {
  expect(isMasked(schema)).toBe(expected);
});

describe('withoutMasked', () => {
  it.each<[string, FormSchema, Record<string, unknown>]>([
    ['plain', { properties: { token: secret } }, { token: 's3cret' }],
    ['inside an object', { properties: { a: { properties: { token: secret } } } }, { a: { token: 's3cret' } }],
    [
      'inside a list',
      { properties: { a: { items: { properties: { token: secret } } } } },
      { a: [{ token: 's3cret' }] },
    ],
    ['under a condition', { if: {}, then: { properties: { token: secret } } }, { token: 's3cret' }],
    [
      'under the other condition',
      { allOf: [{ if: {}, else: { properties: { token: secret } } }] },
      { token: 's3cret' },
    ],
    [
      'brought by another field',
      { dependencies: { auth: { oneOf: [{ properties: { token: secret } }, { properties: { none: {} } }] } } },
      { token: 's3cret' },
    ],
    [
      'masked in one branch only',
      { properties: { token: { type: 'string' } }, anyOf: [{ properties: { token: secret } }] },
      { token: 's3cret' },
    ],
  ])('finds and removes one that is %s', (_, schema, values) => {
    expect(has(schema)).toBe(true);
    expect(JSON.stringify(clean(schema, values))).not.toContain('s3cret');
  });

  it('finds none where there is none', () => {
    expect(has({ properties: { a: { items: { properties: { b: { type: 'string' } } } } } })).toBe(false);
  });

  it('keeps everything else', () => {
    expect(clean({ properties: { token: secret, a: {} } }, { token: 'x', a: { b: [1, null] }, other: 'y' })).toEqual({
      a: { b: [1, null] },
      other: 'y',
    });
  });

  it('comes to an end in a schema that refers to itself', () => {
    const schema: FormSchema = { properties: { token: secret } };
    schema.then = schema;
    expect(has({ then: schema, properties: { a: {} } })).toBe(true);
    expect(clean(schema, { token: 'x', a: 1 })).toEqual({ a: 1 });
  });
});
