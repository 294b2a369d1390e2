import { describe, expect, it } from 'vitest';
import { movedItem, valueAt, withValueAt } from './values.ts';

const values = { name: 'web', env: [{ name: 'A', value: '1' }, { name: 'B' }] };

describe('values by place', () => {
  it('are read', () => {
    expect(valueAt(values, ['env', 1, 'name'])).toBe('B');
    expect(valueAt(values, ['env', 5, 'name'])).toBeUndefined();
    expect(valueAt(values, ['name', 'length'])).toBeUndefined();
    expect(valueAt(values, ['toString'])).toBeUndefined();
  });

  it('are written without touching what was there, in the same order', () => {
    const next = withValueAt(values, ['env', 0, 'value'], '2');
    expect(next).toEqual({ name: 'web', env: [{ name: 'A', value: '2' }, { name: 'B' }] });
    expect(values.env[0]).toEqual({ name: 'A', value: '1' });
    expect(Object.keys(withValueAt(values, ['name'], 'api'))).toEqual(['name', 'env']);
  });

  it('make the way to themselves, and undefined takes a field away', () => {
    expect(withValueAt({}, ['a', 'b', 0], 'x')).toEqual({ a: { b: ['x'] } });
    expect(withValueAt(values, ['name'], undefined)).toEqual({ env: values.env });
  });

  it('keep a hostile name from becoming a prototype', () => {
    const next = withValueAt({}, ['__proto__', 'polluted'], true);
    expect(Object.getPrototypeOf(next)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(valueAt(next, ['__proto__', 'polluted'])).toBe(true);
  });
});

it.each([
  [0, 2, 'bca'],
  [2, 0, 'cab'],
  [1, 1, 'abc'],
  [0, 9, 'bca'],
  [2, -1, 'cab'],
])('moves item %i to place %i', (from, to, expected) => {
  expect(movedItem([...'abc'], from, to).join('')).toBe(expected);
});
