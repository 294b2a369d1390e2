import { describe, expect, it } from 'vitest';
import { validateValue } from '#lib/domain/json-schema/validate.ts';
import { formShape } from './form-shape.ts';

const page = (schema: Record<string, unknown>) => ({ title: '', description: '', schema });
const OPTIONS = { resolve: () => null, closed: true, nullIsAbsent: false, hasFormat: () => true };

const FORM = {
  pages: [
    page({
      required: ['name', 'image', 'port'],
      properties: {
        name: { type: 'string', title: 'Name', pattern: '^[a-z]+$', 'ui:help': 'Small letters', not: { const: 'x' } },
        image: { type: 'string', description: 'With its version', 'ui:placeholder': 'web:1.2' },
        port: { type: 'integer', minimum: 1, default: 8080 },
      },
    }),
    page({
      properties: {
        volume: {
          type: 'object',
          properties: { enabled: { type: 'boolean', default: false } },
          if: { properties: { enabled: { const: true } } },
          // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema.
          then: { required: ['size'], properties: { size: { type: 'string' } } },
        },
        env: { type: 'array', items: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } } },
      },
      dependencies: { volume: { properties: { storageClass: { type: 'string' } } } },
      if: { properties: { name: { const: 'a' } } },
      // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema.
      then: { properties: { name: { const: 'a' } } },
    }),
  ],
};

describe('the shape of a form', () => {
  it('has the fields of all pages and of their conditions, and no word that a grammar cannot hold', () => {
    const shape = formShape(FORM);
    expect(Object.keys(shape.properties ?? {})).toEqual(['name', 'image', 'port', 'volume', 'env', 'storageClass']);
    expect(Object.keys(shape.properties?.volume?.properties ?? {})).toEqual(['enabled', 'size']);
    const words = JSON.stringify(shape);
    for (const word of ['pattern', '"not"', 'ui:', '"if"', '"then"', 'dependencies', 'errorMessage']) {
      expect(words).not.toContain(word);
    }
  });

  it('asks only for what does not fill itself', () => {
    expect(formShape(FORM).required).toEqual(['name', 'image']);
    expect(formShape(FORM, ['name']).required).toEqual(['image']);
    expect(formShape(FORM, ['name']).properties).not.toHaveProperty('name');
  });

  it('tells what people are told, with the example', () => {
    const { name, image } = formShape(FORM).properties ?? {};
    expect(name?.description).toBe('Name. Small letters.');
    expect(image?.description).toBe('With its version. Example: web:1.2.');
  });

  it('takes values that the form takes', () => {
    const values = { name: 'a', image: 'web:1', volume: { enabled: true, size: '5Gi' }, env: [{ name: 'A' }] };
    expect(validateValue(formShape(FORM), values, OPTIONS)).toEqual([]);
    expect(validateValue(formShape(FORM), { ...values, hostNetwork: true }, OPTIONS)).toHaveLength(1);
  });

  it('is not confused by a field called like what every object has', () => {
    const shape = formShape({ pages: [page({ properties: { constructor: { type: 'string' } } })] });
    expect(Object.keys(shape.properties ?? {})).toEqual(['constructor']);
  });
});
