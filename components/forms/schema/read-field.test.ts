import { describe, expect, it } from 'vitest';
import type { FormSchema } from '#lib/domain/template/template.ts';
import type { FormField } from './form-field.ts';
import { readFields } from './read-field.ts';

const only = (schema: FormSchema, value: unknown = {}): FormField => {
  const [field] = readFields({ properties: { field: schema } }, [], { field: value });
  if (!field) {
    throw new Error('no field was read');
  }
  return field;
};

describe('the kind of a field', () => {
  it.each<[string, FormSchema, FormField['kind']]>([
    ['text', { type: 'string' }, 'text'],
    ['no type at all', {}, 'text'],
    ['text or null', { type: ['null', 'string'] }, 'text'],
    ['long text', { type: 'string', 'ui:widget': 'textarea' }, 'textarea'],
    ['long text by ui:options', { type: 'string', 'ui:options': { widget: 'textarea' } }, 'textarea'],
    ['a password', { type: 'string', 'ui:widget': 'password' }, 'password'],
    ['a secret of Backstage', { type: 'string', 'ui:field': 'Secret' }, 'password'],
    ['a whole number', { type: 'integer', 'ui:widget': 'updown' }, 'number'],
    ['a tick box', { type: 'boolean' }, 'boolean'],
    ['yes or no as radio', { type: 'boolean', 'ui:widget': 'radio' }, 'choice'],
    ['a choice', { type: 'string', enum: ['a'] }, 'choice'],
    ['a choice by oneOf', { type: 'string', oneOf: [{ const: 'a', title: 'A' }] }, 'choice'],
    ['several choices', { type: 'array', uniqueItems: true, items: { enum: ['a'] } }, 'choices'],
    ['a list', { type: 'array', items: { type: 'string' } }, 'list'],
    ['an object', { type: 'object', properties: { a: {} } }, 'group'],
    ['a free map', { type: 'object', additionalProperties: { type: 'string' } }, 'unsupported'],
    ['an unknown picker', { type: 'string', 'ui:field': 'RepoUrlPicker' }, 'text'],
  ])('%s', (_, schema, kind) => {
    expect(only(schema).kind).toBe(kind);
  });
});

describe('what a field says', () => {
  it('takes its words from the schema', () => {
    expect(
      only({
        title: 'Name',
        description: 'What it is',
        'ui:help': 'Short',
        'ui:placeholder': 'web',
        'ui:autofocus': true,
      }),
    ).toMatchObject({
      label: 'Name',
      description: 'What it is',
      help: 'Short',
      placeholder: 'web',
      hasAutofocus: true,
      note: '',
    });
  });

  it.each([
    ['cpuLimit', 'Cpu limit'],
    ['cpu_limit', 'Cpu limit'],
    ['host', 'Host'],
    ['HTTPPort', 'Httpport'],
  ])('makes a label of %s', (name, label) => {
    expect(readFields({ properties: { [name]: {} } }, [], {})[0]?.label).toBe(label);
  });

  it('notes a picker that the portal does not have', () => {
    expect(only({ type: 'string', 'ui:field': 'OwnerPicker' }).note).toContain('OwnerPicker');
  });

  it('gives choices their names', () => {
    expect(only({ enum: [1, 'b', null], 'ui:enumNames': ['One'] })).toMatchObject({
      options: [
        { label: 'One', value: 1 },
        { label: 'b', value: 'b' },
        { label: 'null', value: null },
      ],
    });
  });

  it('leaves hidden fields out', () => {
    expect(readFields({ properties: { a: { 'ui:widget': 'hidden' } } }, [], {})).toEqual([]);
  });
});

describe('lists', () => {
  const schema = {
    type: 'array',
    minItems: 1,
    maxItems: 2,
    items: { type: 'object', properties: { name: { type: 'string' } } },
  };

  it('have a field for each item, with its path', () => {
    const field = only(schema, [{ name: 'A' }, { name: 'B' }]);
    expect(field).toMatchObject({ kind: 'list', canAdd: false, canRemove: true, canMove: true, blank: {} });
    expect(field.kind === 'list' && field.items.map((item) => item.kind === 'group' && item.fields[0]?.path)).toEqual([
      'field.0.name',
      'field.1.name',
    ]);
  });

  it('keep to their least number of items', () => {
    expect(only(schema, [{}])).toMatchObject({ canAdd: true, canRemove: false, canMove: false });
  });
});

it('stops at a depth nobody fills in', () => {
  const schema: FormSchema = { type: 'object', properties: {} };
  schema.properties = { again: schema };
  expect(JSON.stringify(readFields(schema, [], {}))).toContain('nested too deep');
});
