// biome-ignore-all lint/suspicious/noThenProperty: the word is JSON Schema's own

import { describe, expect, it } from 'vitest';
import type { FormPage } from '#lib/domain/template/template.ts';
import { applyDefaults, validateParameters } from './index.ts';

const page = (schema: Record<string, unknown>): FormPage => ({
  title: '',
  description: '',
  schema: { type: 'object', ...schema },
});
const field = (schema: Record<string, unknown>) => ({ pages: [page({ properties: { x: schema } })] });
const errors = (pages: FormPage[], values: Record<string, unknown>) =>
  validateParameters({ pages }, values).map(({ path, message }) => `${path}: ${message}`);

describe('what a person reads at a field', () => {
  it.each<[string, Record<string, unknown>, unknown, string[]]>([
    ['a value that is fine', { type: 'string' }, 'a', []],
    ['text for a number', { type: 'integer' }, '2', ['x: This must be a whole number.']],
    ['a fraction', { type: 'integer' }, 1.5, ['x: This must be a whole number.']],
    ['a choice', { enum: ['a', 'b'] }, 'c', ['x: Choose one of: a, b.']],
    ['too little', { minimum: 1 }, 0, ['x: This must be at least 1.']],
    ['too much', { maximum: 10 }, 11, ['x: This must be at most 10.']],
    ['too long', { maxLength: 3 }, 'abcd', ['x: At most 3 characters.']],
    ['too few', { minItems: 1 }, [], ['x: At least 1 entries.']],
    ['a pattern', { pattern: '^a$' }, 'b', ['x: This must match ^a$']],
    [
      "a pattern in the template's own words",
      { pattern: '^a$', errorMessage: { pattern: 'Write a.' } },
      'b',
      ['x: Write a.'],
    ],
    [
      "any mistake in the template's own words",
      { pattern: '^a$', type: 'string', errorMessage: 'Write a.' },
      5,
      ['x: Write a.'],
    ],
    ['what may not be', { not: { enum: ['argocd'] }, errorMessage: { not: 'Taken.' } }, 'argocd', ['x: Taken.']],
    ['a host', { format: 'hostname' }, 'a b', ['x: This must be a host name, such as web.example.org.']],
    ['an e-mail address', { format: 'email' }, 'nobody', ['x: This must be an e-mail address.']],
    ['an amount', { format: 'quantity' }, '1 GB', ['x: This must be an amount such as 500m, 2 or 128Mi.']],
    [
      'an item of a list',
      { items: { properties: { name: { type: 'string' } }, required: ['name'] } },
      [{ name: 'a' }, {}],
      ['x.1.name: This is required.'],
    ],
    ['one message a field', { minLength: 5, pattern: '^a$', maxLength: 1 }, 'bb', ['x: At least 5 characters.']],
  ])('%s', (_, schema, value, expected) => {
    expect(errors(field(schema).pages, { x: value })).toEqual(expected);
  });

  it.each([
    [undefined, ['x: This is required.']],
    [null, ['x: This is required.']],
    ['', ['x: This is required.']],
    ['a', []],
  ])('a required field that holds %j', (value, expected) => {
    const pages = [page({ required: ['x'], properties: { x: { type: 'string', minLength: 1 } } })];
    expect(errors(pages, { x: value })).toEqual(expected);
  });

  it('knows no other fields, on no page', () => {
    const pages = [page({ properties: { a: {} } }), page({ properties: { b: {} } })];
    expect(errors(pages, { a: 1, b: 2 })).toEqual([]);
    expect(errors(pages, { a: 1, c: 3, toString: 4 })).toEqual([
      'c: There is no such field.',
      'toString: There is no such field.',
    ]);
  });
});

describe('fields that depend on others', () => {
  const pages = [
    page({
      properties: { kind: { enum: ['web', 'job'] } },
      dependencies: {
        kind: {
          oneOf: [
            { properties: { kind: { enum: ['web'] }, port: { type: 'integer' } }, required: ['port'] },
            { properties: { kind: { enum: ['job'] }, schedule: { type: 'string', default: '@daily' } } },
          ],
        },
      },
    }),
    page({
      properties: { gpu: { type: 'boolean', default: false } },
      if: { properties: { gpu: { const: true } }, required: ['gpu'] },
      then: { properties: { slices: { type: 'integer', default: 1 } }, required: ['slices'] },
    }),
  ];

  it.each([
    [{ kind: 'web' }, ['port: This is required.']],
    [{ kind: 'web', port: 'x' }, ['port: This must be a whole number.']],
    [{ kind: 'web', port: 80 }, []],
    [{ kind: 'job', schedule: '@hourly' }, []],
    [{ kind: 'job', port: 80 }, ['port: There is no such field.']],
    [{ gpu: true }, ['slices: This is required.']],
    [{ gpu: true, slices: 2 }, []],
    [{ gpu: false, slices: 2 }, ['slices: There is no such field.']],
  ])('%j', (values, expected) => {
    expect(errors(pages, values)).toEqual(expected);
  });

  it('may look at fields of other pages', () => {
    const both = [
      page({ properties: { volume: { type: 'boolean' } } }),
      page({
        properties: { replicas: { type: 'integer' } },
        if: { properties: { volume: { const: true } }, required: ['volume'] },
        then: { properties: { replicas: { const: 1, errorMessage: 'One copy only.' } } },
      }),
    ];
    expect(errors(both, { volume: true, replicas: 2 })).toEqual(['replicas: One copy only.']);
    expect(errors(both, { volume: false, replicas: 2 })).toEqual([]);
  });

  it('fills in their defaults', () => {
    expect(applyDefaults({ pages }, { kind: 'job' })).toEqual({ kind: 'job', schedule: '@daily', gpu: false });
    expect(applyDefaults({ pages }, { gpu: true })).toEqual({ gpu: true, slices: 1 });
  });
});

describe('hints that relate fields', () => {
  const sizes = [
    page({
      properties: { request: { type: 'string', 'ui:notAbove': 'limit' }, limit: { type: 'string', title: 'Limit' } },
    }),
  ];

  it.each([
    ['500m', '1', []],
    ['1000m', '1', []],
    ['2', '1500m', ['request: This may not be more than "Limit" (1500m).']],
    ['2', undefined, []],
    ['x', '1', []],
  ])('%s is not above %s', (request, limit, expected) => {
    expect(errors(sizes, { request, limit })).toEqual(expected);
  });

  it('items of a list differ', () => {
    const pages = [page({ properties: { env: { type: 'array', 'ui:uniqueBy': 'name', items: {} } } })];
    expect(errors(pages, { env: [{ name: 'A' }, { name: 'B' }, { name: 'A' }, {}, {}] })).toEqual([
      'env.2.name: "A" is there twice.',
    ]);
  });
});

describe('defaults', () => {
  const pages = [
    page({
      required: ['name'],
      properties: {
        name: { type: 'string', default: 'web' },
        port: { type: 'integer', default: 8080 },
        text: { type: 'string' },
        list: { type: 'array', default: [{ a: 1 }], items: { properties: { a: {}, b: { default: 2 } } } },
        group: { type: 'object', properties: { on: { type: 'boolean', default: false }, size: { type: 'string' } } },
        none: { type: 'object', properties: { deep: { type: 'string' } } },
      },
    }),
  ];

  it.each([
    [{}, { name: 'web', port: 8080, list: [{ a: 1, b: 2 }], group: { on: false } }],
    [
      { name: '', port: null, text: '' },
      { name: '', port: 8080, list: [{ a: 1, b: 2 }], group: { on: false } },
    ],
    [
      { port: 0, list: [], group: { on: true, size: '' } },
      { name: 'web', port: 0, list: [], group: { on: true } },
    ],
    [{ other: 1 }, { name: 'web', port: 8080, list: [{ a: 1, b: 2 }], group: { on: false }, other: 1 }],
  ])('%j', (given, expected) => {
    expect(applyDefaults({ pages }, given)).toEqual(expected);
  });

  it('change neither the values nor the template', () => {
    const given = Object.freeze({ group: Object.freeze({}) });
    const first = applyDefaults({ pages }, given);
    (first.list as unknown[]).push('changed');
    expect(applyDefaults({ pages }, given).list).toEqual([{ a: 1, b: 2 }]);
    expect(given).toEqual({ group: {} });
  });

  it('survive hostile values', () => {
    const hostile = JSON.parse(
      '{"__proto__": {"polluted": 1}, "group": {"__proto__": {"on": true}}, "list": [null, 5, [[]]]}',
    ) as Record<string, unknown>;
    applyDefaults({ pages }, hostile);
    expect(validateParameters({ pages }, hostile).length).toBeGreaterThan(0);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
