import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRowMemory } from './row-memory.ts';

type Row = { id: string; state: number };

it('tells of each row that became another, once, and not of rows that are new or come back', () => {
  const changes = createRowMemory<Row>(({ id }) => id);
  const [a, b, c] = ['a', 'b', 'c'].map((id): Row => ({ id, state: 0 })) as [Row, Row, Row];
  expect(changes([a, b])).toEqual([]);
  const next = { ...b, state: 1 };
  expect(changes([a, next, c])).toEqual([[b, next]]);
  expect(changes([c, next, a])).toEqual([]);
  expect(changes([a])).toEqual([]);
  expect(changes([a, { ...next, state: 2 }])).toEqual([]);
});

it('finds what a look at every row would find, in any order, filtered or not', () => {
  const step = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 2 })), { maxLength: 6 });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const changes = createRowMemory<Row>(({ id }) => id);
      const versions = new Map<string, Row>();
      let known = new Map<string, Row>();
      for (const asked of steps) {
        const rows = [...new Map(asked)].map(([number, state]) => {
          const id = `row-${number}`;
          const before = versions.get(id);
          const row = before?.state === state ? before : { id, state };
          versions.set(id, row);
          return row;
        });
        const expected = rows.filter((row) => known.get(row.id) !== undefined && known.get(row.id) !== row);
        expect(changes(rows).map(([, after]) => after)).toEqual(expected);
        known = new Map(rows.map((row) => [row.id, row]));
      }
    }),
  );
});

it('asks no row that stands where it stood: a list of thousands changes many times a second', () => {
  let asked = 0;
  const changes = createRowMemory<Row>(({ id }) => {
    asked += 1;
    return id;
  });
  const rows = Array.from({ length: 1000 }, (_, at): Row => ({ id: `row-${at}`, state: 0 }));
  changes(rows);
  asked = 0;
  const next = rows.map((row, at) => (at === 500 ? { ...row, state: 1 } : row));
  expect(changes(next)).toHaveLength(1);
  expect(asked).toBe(1);
});
