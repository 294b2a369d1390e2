import { describe, expect, it } from 'vitest';
import type { Schema, ValidationOptions } from './schema.ts';
import { validateValue } from './validate.ts';

const definitions: Record<string, Schema> = {
  Tree: { type: 'object', properties: { leaf: { type: 'boolean' }, left: { $ref: 'Tree' } } },
  Loop: { $ref: 'Loop' },
};
const options: ValidationOptions = {
  resolve: (name) => definitions[name] ?? null,
  closed: false,
  nullIsAbsent: false,
  hasFormat: (format, value) => format !== 'even' || (typeof value === 'number' && value % 2 === 0),
};
const broken = (schema: Schema, value: unknown, changed: Partial<ValidationOptions> = {}) =>
  validateValue(schema, value, { ...options, ...changed }).map((issue) =>
    `${issue.path.join('.')} ${issue.keyword}`.trim(),
  );

describe('each keyword', () => {
  const rows: [name: string, schema: Schema, holds: unknown[], breaks: [value: unknown, ...issues: string[]][]][] = [
    [
      'type',
      { type: 'string' },
      ['', 'a'],
      [
        [1, 'type'],
        [null, 'type'],
        [[], 'type'],
        [{}, 'type'],
      ],
    ],
    [
      'whole numbers',
      { type: 'integer' },
      [0, -3, 1.0],
      [
        [1.5, 'type'],
        ['1', 'type'],
      ],
    ],
    ['several types', { type: ['string', 'null'] }, ['a', null], [[1, 'type']]],
    ['nullable', { type: 'string', nullable: true }, [null], [[1, 'type']]],
    [
      'enum',
      { enum: ['a', 1, { b: 2 }] },
      ['a', 1, { b: 2 }],
      [
        ['b', 'enum'],
        [{ b: 3 }, 'enum'],
      ],
    ],
    ['const', { const: [1] }, [[1]], [[[2], 'const']]],
    [
      'lengths',
      { minLength: 2, maxLength: 3 },
      ['ab', '😀😀😀'],
      [
        ['a', 'minLength'],
        ['abcd', 'maxLength'],
      ],
    ],
    ['pattern', { pattern: '^a+$' }, ['aa', 1], [['b', 'pattern']]],
    ['a pattern nobody can use', { pattern: '(?=a)' }, [], [['a', 'pattern']]],
    [
      'limits',
      { minimum: 1, maximum: 3 },
      [1, 3],
      [
        [0, 'minimum'],
        [4, 'maximum'],
      ],
    ],
    [
      'exclusive limits',
      { exclusiveMinimum: 1, exclusiveMaximum: 3 },
      [2],
      [
        [1, 'exclusiveMinimum'],
        [3, 'exclusiveMaximum'],
      ],
    ],
    [
      'exclusive limits of OpenAPI',
      { minimum: 1, exclusiveMinimum: true, maximum: 3, exclusiveMaximum: true },
      [2],
      [
        [1, 'exclusiveMinimum'],
        [3, 'exclusiveMaximum'],
      ],
    ],
    ['multiples', { multipleOf: 0.1 }, [0.3, 7], [[0.25, 'multipleOf']]],
    [
      'items',
      { items: { type: 'string' }, minItems: 1, maxItems: 2, uniqueItems: true },
      [['a'], ['a', 'b']],
      [
        [[], 'minItems'],
        [['a', 'b', 'c'], 'maxItems'],
        [['a', 'a'], 'uniqueItems'],
        [['a', 1], '1 type'],
      ],
    ],
    ['required', { required: ['a', 'b'] }, [{ a: 1, b: null }], [[{ a: 1 }, 'b required']]],
    ['properties', { properties: { a: { type: 'string' } } }, [{ a: 'x', other: 1 }, 5], [[{ a: 1 }, 'a type']]],
    ['no other fields', { properties: { a: {} }, additionalProperties: false }, [{ a: 1 }], [[{ b: 1 }, 'b unknown']]],
    ['a map', { additionalProperties: { type: 'integer' } }, [{ x: 1 }], [[{ x: 'y' }, 'x type']]],
    [
      'counts of fields',
      { minProperties: 1, maxProperties: 1 },
      [{ a: 1 }],
      [
        [{}, 'minProperties'],
        [{ a: 1, b: 2 }, 'maxProperties'],
      ],
    ],
    ['format', { format: 'even' }, [2], [[3, 'format']]],
    [
      'whole number or text',
      { 'x-kubernetes-int-or-string': true },
      [1, '1'],
      [
        [1.5, 'type'],
        [true, 'type'],
      ],
    ],
    [
      'allOf',
      { allOf: [{ minimum: 1 }, { maximum: 2 }] },
      [1],
      [
        [0, 'minimum'],
        [3, 'maximum'],
      ],
    ],
    [
      'anyOf says what the closest one lacks',
      { anyOf: [{ required: ['a', 'b', 'c'] }, { required: ['d'] }] },
      [{ d: 1 }],
      [[{}, 'd required']],
    ],
    [
      'oneOf',
      { oneOf: [{ type: 'integer' }, { minimum: 5 }] },
      [1, 5.5],
      [
        [6, 'oneOf'],
        [1.5, 'type'],
      ],
    ],
    ['not', { not: { type: 'string' } }, [1], [['a', 'not']]],
    [
      'if and then',
      {
        if: { properties: { gpu: { const: true } }, required: ['gpu'] },
        // biome-ignore lint/suspicious/noThenProperty: the word is JSON Schema's own
        then: { required: ['slices'] },
        else: { required: ['cpu'] },
      },
      [{ gpu: true, slices: 1 }, { cpu: 1 }],
      [
        [{ gpu: true }, 'slices required'],
        [{}, 'cpu required'],
      ],
    ],
    [
      'fields that need others',
      { dependencies: { a: ['b'], c: { properties: { d: { type: 'string' } }, required: ['d'] } } },
      [{}, { a: 1, b: 1 }, { c: 1, d: 'x' }],
      [
        [{ a: 1 }, 'b required'],
        [{ c: 1, d: 2 }, 'd type'],
      ],
    ],
    ['references', { $ref: 'Tree' }, [{ left: { left: { leaf: true } } }], [[{ left: { leaf: 1 } }, 'left.leaf type']]],
    [
      'names that objects inherit',
      { properties: { a: {} }, required: ['toString'] },
      [{ toString: 1, constructor: 2 }],
      [[{}, 'toString required']],
    ],
  ];

  it.each(rows)('%s', (_, schema, holds, breaks) => {
    for (const value of holds) {
      expect(broken(schema, value), JSON.stringify(value)).toEqual([]);
    }
    for (const [value, ...issues] of breaks) {
      expect(broken(schema, value), JSON.stringify(value)).toEqual(issues);
    }
  });
});

describe('as Kubernetes reads objects', () => {
  const kubernetes = { closed: true, nullIsAbsent: true };
  const object: Schema = {
    type: 'object',
    properties: { a: { type: 'string' }, b: { type: 'integer' } },
    required: ['b'],
  };

  it.each<[name: string, schema: Schema, value: unknown, issues: string[]]>([
    ['an object that lists its fields has no others', object, { b: 1, c: 1 }, ['c unknown']],
    ['null counts as left out', object, { a: null, b: 1 }, []],
    ['a required field is not there when it is null', object, { b: null }, ['b required']],
    ['null in a list is not left out', { items: { type: 'string' } }, [null], ['0 type']],
    ['an object without fields is open', { type: 'object' }, { x: 1 }, []],
    ['preserved fields', { ...object, 'x-kubernetes-preserve-unknown-fields': true }, { b: 1, c: 1 }, []],
    [
      'an embedded object has its own head',
      { ...object, 'x-kubernetes-embedded-resource': true },
      { b: 1, kind: 'X', metadata: {}, c: 1 },
      ['c unknown'],
    ],
    ['a reference with a default stays closed', { allOf: [object] }, { b: 1, c: 1 }, ['c unknown']],
    ['a rule beside the fields does not close them', { ...object, allOf: [{ properties: { a: {} } }] }, { b: 1 }, []],
    [
      'an alternative does not close them either',
      { ...object, anyOf: [{ required: ['a'] }, { properties: { b: { minimum: 1 } } }] },
      { b: 1 },
      [],
    ],
  ])('%s', (_, schema, value, issues) => {
    expect(broken(schema, value, kubernetes)).toEqual(issues);
  });
});

describe('schemas and values made to keep the machine busy', () => {
  it('follows a reference to itself only so far', () => {
    expect(broken({ $ref: 'Loop' }, 1)).toEqual([]);
  });

  it('stops with a word about it when alternatives multiply', () => {
    let schema: Schema = { type: 'string' };
    for (let level = 0; level < 20; level += 1) {
      schema = { anyOf: [schema, schema, { allOf: [schema, schema] }] };
    }
    const issues = broken(schema, 1);
    expect(issues).toEqual(['budget']);
  });

  it('lists at most a hundred issues', () => {
    expect(broken({ items: { type: 'string' } }, Array(5_000).fill(1))).toHaveLength(100);
  });
});
