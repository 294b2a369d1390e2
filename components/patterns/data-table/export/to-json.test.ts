import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PlainValue } from '../column.ts';
import { toJson } from './to-json.ts';

const columns = ['name', 'since'].map((id, at) => ({
  id,
  header: `The ${id}`,
  plain: (row: readonly PlainValue[]) => row[at] ?? null,
}));

it('writes objects under the ids of the columns, with times of ISO 8601, numbers and lists as they are', () => {
  const text = toJson(columns, [
    ['a "b"', new Date(0)],
    [['x', 'y'], -1.5],
    [Number.POSITIVE_INFINITY, new Date(Number.NaN)],
    ['</script>\u2028', true],
  ]);
  expect(JSON.parse(text)).toEqual([
    { name: 'a "b"', since: '1970-01-01T00:00:00.000Z' },
    { name: ['x', 'y'], since: -1.5 },
    { name: null, since: null },
    { name: '</script>\u2028', since: true },
  ]);
  expect(text.split('\n')[1]).toBe('{"name":"a \\"b\\"","since":"1970-01-01T00:00:00.000Z"},');
});

it('has as many objects as rows, none included, each with the same keys in the same order', () => {
  const value = fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.integer(), fc.boolean(), fc.constant(null));
  fc.assert(
    fc.property(fc.array(fc.tuple(value, value), { maxLength: 20 }), (rows) => {
      const objects = JSON.parse(toJson(columns, rows)) as Record<string, unknown>[];
      expect(objects.map((each) => Object.keys(each))).toEqual(rows.map(() => ['name', 'since']));
      expect(objects.map(({ name, since }) => [name, since])).toEqual(rows);
    }),
  );
});
