import { Validator } from '@cfworker/json-schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerSchema } from './answer.ts';
import { UnsupportedSchemaError } from './pattern.ts';
import type { SchemaNode } from './walk-context.ts';

const PROMPT =
  'Please deploy a web service named shop-api with port 8080, replicas=3 and tier gold. Set public to yes.';

function answer(schema: SchemaNode, overrides: Partial<Parameters<typeof answerSchema>[1]> = {}): unknown {
  return answerSchema(schema, { seed: PROMPT, text: PROMPT, isHollow: false, ...overrides });
}

const text = { type: 'string' };

/** What the forms and the checks of a portal ask for, and what makes generators stumble. */
const CASES: Record<string, SchemaNode> = {
  form: {
    type: 'object',
    additionalProperties: false,
    required: ['name', 'port'],
    properties: {
      name: { type: 'string', pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', maxLength: 40 },
      port: { type: 'integer', minimum: 1, maximum: 65_535 },
      replicas: { type: 'integer', minimum: 1, maximum: 10 },
      cpu: { type: 'string', pattern: '^([0-9]+m|[0-9]+)$' },
      image: { type: 'string', minLength: 3, pattern: '^[a-z0-9./-]+:[A-Za-z0-9._-]+$' },
      tier: { enum: ['bronze', 'silver', 'gold'] },
      public: { type: 'boolean' },
    },
  },
  'nested references': {
    $defs: { env: { type: 'object', required: ['key', 'value'], properties: { key: text, value: text } } },
    type: 'object',
    required: ['environment'],
    properties: { environment: { type: 'array', minItems: 2, items: { $ref: '#/$defs/env' } } },
  },
  'a tree that holds itself': {
    $defs: {
      node: {
        type: 'object',
        required: ['name'],
        properties: { name: text, children: { type: 'array', items: { $ref: '#/$defs/node' } } },
      },
    },
    $ref: '#/$defs/node',
  },
  'one of several kinds': {
    oneOf: [
      { type: 'object', required: ['kind', 'image'], properties: { kind: { const: 'container' }, image: text } },
      { type: 'object', required: ['kind', 'chart'], properties: { kind: { const: 'helm' }, chart: text } },
    ],
  },
  'all of': {
    allOf: [
      { type: 'object', required: ['a'], properties: { a: text } },
      { required: ['b'], properties: { b: { type: 'number' } } },
    ],
  },
  'numbers between': { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
  'steps of a quarter': { type: 'number', minimum: -2, maximum: 2, multipleOf: 0.25 },
  'even numbers': { type: 'integer', minimum: 3, maximum: 9, multipleOf: 2 },
  'different items': { type: 'array', minItems: 3, maxItems: 3, uniqueItems: true, items: { enum: [1, 2, 3] } },
  'a pair': { type: 'array', prefixItems: [{ type: 'string' }, { type: 'integer' }], minItems: 2, maxItems: 2 },
  'null or text': { type: ['string', 'null'] },
  formats: {
    type: 'object',
    required: ['at', 'day', 'id', 'mail', 'link', 'ip', 'host'],
    properties: {
      at: { type: 'string', format: 'date-time' },
      day: { type: 'string', format: 'date' },
      id: { type: 'string', format: 'uuid' },
      mail: { type: 'string', format: 'email' },
      link: { type: 'string', format: 'uri' },
      ip: { type: 'string', format: 'ipv4' },
      host: { type: 'string', format: 'hostname' },
    },
  },
  'long and short texts': {
    type: 'object',
    required: ['a', 'b'],
    properties: { a: { type: 'string', minLength: 200, maxLength: 210 }, b: { type: 'string', maxLength: 2 } },
  },
  'free keys': { type: 'object', minProperties: 3, additionalProperties: { type: 'integer' } },
  'not this word': { type: 'string', enum: ['gold', 'silver'], not: { const: 'gold' } },
  'if and then': {
    type: 'object',
    required: ['kind'],
    properties: { kind: { enum: ['a', 'b'] }, more: text },
    if: { properties: { kind: { const: 'a' } } },
    ...Object.fromEntries([['then', { required: ['more'] }]]),
  },
  'anything at all': {},
  'a key that is no plain key': {
    type: 'object',
    required: ['__proto__', 'constructor'],
    additionalProperties: { type: 'integer' },
  },
};

describe('answers to a schema', () => {
  it.each(Object.entries(CASES))('satisfy it: %s', (_, schema) => {
    const validator = new Validator(schema, '2020-12');
    for (let index = 0; index < 30; index += 1) {
      for (const isHollow of [false, true]) {
        const value = answer(schema, { seed: `${PROMPT} ${index}`, isHollow });
        expect(validator.validate(JSON.parse(JSON.stringify(value))).errors).toEqual([]);
      }
    }
  });

  it('are the same for the same prompt and differ for others', () => {
    const schema = CASES.form ?? {};
    const answers = Array.from({ length: 20 }, (_, index) => JSON.stringify(answer(schema, { seed: `s${index}` })));
    expect(JSON.stringify(answer(schema, { seed: 's7' }))).toBe(answers[7]);
    expect(new Set(answers).size).toBeGreaterThan(5);
  });

  it('take from the prompt what it says', () => {
    expect(answer(CASES.form ?? {})).toMatchObject({
      name: 'shop-api',
      port: 8080,
      replicas: 3,
      tier: 'gold',
      public: true,
    });
  });

  it('a hollow one takes the least that the schema lets through', () => {
    expect(
      answer(
        { type: 'object', required: ['a', 'n'], properties: { a: text, n: { type: 'integer', minimum: 4 }, o: text } },
        { isHollow: true },
      ),
    ).toEqual({ a: '', n: 4 });
  });

  it.each<[string, SchemaNode]>([
    ['look-ahead', { type: 'string', pattern: '^(?=.*zz)[A-Z]+$' }],
    ['nothing between', { type: 'integer', minimum: 5, maximum: 4 }],
    ['a schema elsewhere', { $ref: 'https://example.org/schema.json' }],
    ['a circle', { $ref: '#' }],
    ['endless required nesting', { type: 'object', required: ['a'], properties: { a: { $ref: '#' } } }],
    ['a contradiction', { type: 'string', not: {} }],
    ['no alternative', { anyOf: [] }],
    ['not a regular expression', { type: 'string', pattern: '(' }],
  ])('refuses what cannot be answered: %s', (_, schema) => {
    expect(() => answer(schema)).toThrow(UnsupportedSchemaError);
  });

  it('satisfy any schema of the common kinds', () => {
    const bounds = fc
      .tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 }))
      .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
    const schemas = fc.letrec<{ node: SchemaNode }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 3 },
        bounds.map(([minimum, maximum]) => ({ type: 'integer', minimum, maximum })),
        bounds.map(([minLength, maxLength]) => ({ type: 'string', minLength, maxLength })),
        fc.constantFrom<SchemaNode>(
          { type: 'boolean' },
          { type: 'null' },
          { enum: ['a', 1, null] },
          { const: { a: [1] } },
        ),
        fc
          .tuple(tie('node'), fc.integer({ min: 0, max: 3 }))
          .map(([items, minItems]) => ({ type: 'array', items, minItems })),
        fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), tie('node'), { maxKeys: 4 }).map((properties) => ({
          type: 'object',
          properties,
          required: Object.keys(properties).filter((_, index) => index % 2 === 0),
          additionalProperties: false,
        })),
        fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })),
      ),
    })).node;
    fc.assert(
      fc.property(schemas, fc.string(), (schema, prompt) => {
        const value = answer(schema, { seed: prompt, text: prompt });
        expect(new Validator(schema, '2020-12').validate(value).errors).toEqual([]);
      }),
      { numRuns: 300, seed: 11 },
    );
  });
});

it.each([{ maxLength: 2000 }, { type: 'array', maxItems: 5000 }])(
  'refuses a long repetition, as llama.cpp does: %j',
  (bound) => {
    const schema = { type: 'object', properties: { a: { type: 'string', ...bound } } };
    expect(() => answerSchema(schema, { seed: '', text: '', isHollow: false })).toThrow('exceeds sane defaults');
  },
);
