import { describe, expect, it } from 'vitest';
import type { FormPage, FormSchema } from '#lib/domain/template/template.ts';
import { fieldInWords } from './value-in-words.ts';

const properties: Record<string, FormSchema> = {
  cpuRequest: { type: 'string', title: 'CPU request' },
  replicas: { type: 'integer' },
  isPublic: { type: 'boolean', title: 'Public' },
  size: { type: 'string', enum: ['s', 'l'], enumNames: ['Small', 'Large'] },
  zones: { type: 'array', uniqueItems: true, items: { enum: ['a', 'b', 'c'], enumNames: ['North', 'South', 'East'] } },
  hosts: { type: 'array', items: { type: 'string' } },
  probe: { type: 'object', title: 'Probe', properties: { path: { type: 'string' }, port: { type: 'integer' } } },
  env: {
    type: 'array',
    title: 'Environment',
    items: { type: 'object', properties: { name: { type: 'string' }, value: { type: 'string' } } },
  },
  raw: { type: 'object', title: 'Raw' },
};
const pages: FormPage[] = [
  { title: 'One', description: '', schema: { properties: {} } },
  { title: 'Two', description: '', schema: { properties } },
];

describe('a value in words', () => {
  it.each([
    ['cpuRequest', '100m', 'CPU request', '100m'],
    ['cpuRequest', '', 'CPU request', 'nothing'],
    ['cpuRequest', undefined, 'CPU request', 'nothing'],
    ['replicas', 0, 'Replicas', '0'],
    ['isPublic', true, 'Public', 'yes'],
    ['isPublic', false, 'Public', 'no'],
    ['size', 'l', 'Size', 'Large'],
    ['size', 'xl', 'Size', 'xl'],
    ['zones', ['a', 'c'], 'Zones', 'North, East'],
    ['hosts', ['x.test', 'y.test'], 'Hosts', 'x.test, y.test'],
    ['hosts', [], 'Hosts', 'nothing'],
    ['probe', { path: '/up', port: 80 }, 'Probe', 'Path /up, Port 80'],
    ['env', [{ name: 'A', value: '1' }, { name: 'B' }], 'Environment', 'Name A, Value 1; Name B'],
    ['raw', { a: 1 }, 'Raw', '{"a":1}'],
    ['gone', 'x', 'gone', 'x'],
    ['constructor', undefined, 'constructor', 'nothing'],
  ])('has the label of the field and no JSON: %s %j', (name, value, label, words) => {
    expect(fieldInWords(pages, { [name]: value }, name)).toEqual({ label, words });
  });
});
