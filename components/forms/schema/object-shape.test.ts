// biome-ignore-all lint/suspicious/noThenProperty: the word is JSON Schema's own.
import { describe, expect, it } from 'vitest';
import type { FormSchema } from '#lib/domain/template/template.ts';
import { objectShape, orderedNames } from './object-shape.ts';

/** `name, host!` where `!` marks what is required. */
function outline(schema: FormSchema, value: unknown): string {
  const shape = objectShape(schema, value);
  return orderedNames(shape, schema)
    .map((name) => (shape.required.has(name) ? `${name}!` : name))
    .join(', ');
}

const text = { type: 'string' };
const conditional: FormSchema = {
  properties: { gpu: { type: 'boolean' } },
  if: { properties: { gpu: { const: true } }, required: ['gpu'] },
  then: { properties: { slices: { type: 'integer' } }, required: ['slices'] },
  else: { properties: { cpu: text } },
};
const dynamic: FormSchema = {
  properties: { storage: { type: 'string', enum: ['none', 'volume'] } },
  dependencies: {
    storage: {
      oneOf: [
        { properties: { storage: { enum: ['none'] } } },
        { properties: { storage: { enum: ['volume'] }, size: text }, required: ['size'] },
      ],
    },
  },
};

describe('the fields in force', () => {
  it.each<[string, FormSchema, unknown, string]>([
    ['plain', { properties: { a: text, b: text }, required: ['b'] }, {}, 'a, b!'],
    ['then', conditional, { gpu: true }, 'gpu, slices!'],
    ['else', conditional, { gpu: false }, 'gpu, cpu'],
    ['else without a value', conditional, {}, 'gpu, cpu'],
    ['a condition in allOf', { properties: { gpu: {} }, allOf: [conditional] }, { gpu: true }, 'gpu, slices!'],
    ['a condition within a branch', { if: {}, then: conditional }, { gpu: true }, 'gpu, slices!'],
    ['the branch that fits', dynamic, { storage: 'volume' }, 'storage, size!'],
    ['the other branch', dynamic, { storage: 'none' }, 'storage'],
    ['no branch without a value', dynamic, {}, 'storage'],
    ['needed names', { properties: { a: text, b: text }, dependencies: { a: ['b'] } }, { a: 'x' }, 'a, b!'],
    [
      'a needed schema',
      { properties: { a: text }, dependencies: { a: { properties: { b: text } } } },
      { a: 'x' },
      'a, b',
    ],
    ['newer spellings', { properties: { a: text, b: text }, dependentRequired: { a: ['b'] } }, { a: 'x' }, 'a, b!'],
    ['the first alternative', { oneOf: [{ properties: { a: text } }, { properties: { b: text } }] }, null, 'a'],
    ['an order', { properties: { a: text, b: text, c: text }, 'ui:order': ['c', '*', 'a'] }, {}, 'c, b, a'],
    ['an order with unknown names', { properties: { a: text, b: text }, 'ui:order': ['x', 'b'] }, {}, 'b, a'],
    ['nothing of a schema that is none', { properties: 5, required: 'x', allOf: 'y', oneOf: [3] }, 7, ''],
  ])('%s', (_, schema, value, expected) => {
    expect(outline(schema, value)).toBe(expected);
  });

  it('adds what a branch says of a field that is there already', () => {
    const shape = objectShape({ properties: { a: text }, allOf: [{ properties: { a: { title: 'A' } } }] }, {});
    expect(shape.properties.get('a')).toEqual({ type: 'string', title: 'A' });
  });

  it('comes to an end in a schema that is nested without end', () => {
    const schema: FormSchema = { properties: { a: text } };
    schema.allOf = [schema];
    expect(outline(schema, {})).toBe('a');
  });
});
