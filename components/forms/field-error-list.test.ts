import { expect, it } from 'vitest';
import { firstByPath, isUnder, nearestField } from './field-error-list.ts';

const fields = new Set(['name', 'env', 'env.0']);

it('keeps the first message of each field', () => {
  const errors = [
    { path: 'name', message: 'first' },
    { path: 'name', message: 'second' },
    { path: '', message: 'all of it' },
  ];
  expect([...firstByPath(errors)]).toEqual([
    ['name', 'first'],
    ['', 'all of it'],
  ]);
});

it.each([
  ['name', true, 'name'],
  ['env.0.value', true, 'env.0'],
  ['env.3', true, 'env'],
  ['other', false, ''],
  ['', false, ''],
])('places the error at %j', (path, under, nearest) => {
  expect(isUnder(path, fields)).toBe(under);
  expect(nearestField(path, fields)).toBe(nearest);
});
