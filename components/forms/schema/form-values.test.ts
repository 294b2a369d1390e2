// biome-ignore-all lint/suspicious/noThenProperty: the word is JSON Schema's own.
import { describe, expect, it } from 'vitest';
import type { FormPage, FormSchema } from '#lib/domain/template/template.ts';
import { changeValue, initialValues, pageOfPath, pagePaths, shownValues } from './form-values.ts';

const page = (schema: FormSchema): FormPage => ({ title: '', description: '', schema });
const pages: FormPage[] = [
  page({
    properties: {
      name: { type: 'string' },
      replicas: { type: 'integer', default: 2 },
      public: { type: 'boolean' },
      env: {
        type: 'array',
        default: [{ name: 'A' }],
        items: { type: 'object', properties: { name: { type: 'string' }, value: { type: 'string', default: 'x' } } },
      },
    },
  }),
  page({
    properties: { gpu: { type: 'boolean', default: false } },
    if: { properties: { gpu: { const: true } }, required: ['gpu'] },
    then: {
      properties: {
        slices: { type: 'integer', default: 1 },
        limits: { type: 'object', properties: { vram: { type: 'string', default: '4Gi' } } },
      },
    },
  }),
];

describe('initialValues', () => {
  it('are the defaults of what is shown, also inside lists', () => {
    expect(initialValues(pages)).toEqual({ replicas: 2, public: false, env: [{ name: 'A', value: 'x' }], gpu: false });
  });

  it('follow a default that brings other fields', () => {
    const brought = page({
      properties: { kind: { default: 'b' } },
      dependencies: { kind: { oneOf: [{ properties: { kind: { const: 'b' }, size: { default: 3 } } }] } },
    });
    expect(initialValues([brought])).toEqual({ kind: 'b', size: 3 });
  });
});

describe('changeValue', () => {
  it('gives fields that appear their defaults', () => {
    const values = changeValue(pages, initialValues(pages), ['gpu'], true);
    expect(values).toMatchObject({ gpu: true, slices: 1, limits: { vram: '4Gi' } });
  });

  it('leaves a field empty that someone emptied', () => {
    const values = changeValue(pages, initialValues(pages), ['replicas'], undefined);
    expect(values).not.toHaveProperty('replicas');
    expect(changeValue(pages, values, ['name'], 'web')).not.toHaveProperty('replicas');
  });

  it('gives a new item of a list its defaults', () => {
    const values = changeValue(pages, { env: [] }, ['env'], [{}]);
    expect(values.env).toEqual([{ value: 'x' }]);
  });
});

describe('shownValues', () => {
  it('leaves out what is hidden, and it comes back when it is shown again', () => {
    let values = changeValue(pages, initialValues(pages), ['gpu'], true);
    values = changeValue(pages, values, ['slices'], 3);
    values = changeValue(pages, values, ['gpu'], false);
    expect(shownValues(pages, values)).not.toHaveProperty('slices');
    expect(shownValues(pages, changeValue(pages, values, ['gpu'], true))).toHaveProperty('slices', 3);
  });

  it('sends nothing that no page asks for', () => {
    expect(shownValues(pages, { name: 'web', other: 1 })).toEqual({ name: 'web' });
  });
});

it('tells which page a field is on', () => {
  const values = initialValues(pages);
  expect(pageOfPath(pages, values, 'gpu')).toBe(1);
  expect(pageOfPath(pages, values, 'env.0.name')).toBe(0);
  expect(pageOfPath(pages, values, 'nobody')).toBe(0);
  expect(pagePaths(pages[0] ?? page({}), values)).toContain('env.0.name');
});
