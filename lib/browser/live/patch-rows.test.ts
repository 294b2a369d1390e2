import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Delta } from '#lib/domain/live/wire.ts';
import { findRow, patchRows } from './patch-rows.ts';
import { patchDataRows, patchSources } from './patch-sources.ts';

type Thing = { id: string; size: number };
const delta = (upsert: Thing[], remove: string[] = [], more: Partial<Delta> = {}): Delta => ({
  topic: 't',
  version: 1,
  upsert,
  remove,
  ...more,
});
const thing = (id: string, size = 1): Thing => ({ id, size });

describe('patchRows', () => {
  const rows: readonly Thing[] = [thing('a'), thing('b'), thing('c')];

  it('gives changed rows anew and keeps every other object, in the same order', () => {
    const next = patchRows(rows, delta([thing('b', 2)]));
    expect(next).toEqual([thing('a'), thing('b', 2), thing('c')]);
    expect([next[0] === rows[0], next[1] === rows[1], next[2] === rows[2]]).toEqual([true, false, true]);
    expect(rows[1]).toEqual(thing('b'));
  });

  it('puts new rows last and takes gone ones out', () => {
    expect(patchRows(rows, delta([thing('d')], ['a', 'nobody']))).toEqual([thing('b'), thing('c'), thing('d')]);
  });

  it('is the very same list when nothing changed', () => {
    expect(patchRows(rows, delta([thing('a')], ['nobody']))).toBe(rows);
  });

  it('keeps what stays when everything is replaced', () => {
    const next = patchRows(rows, delta([thing('c'), thing('x')], [], { replace: true }));
    expect(next).toEqual([thing('c'), thing('x')]);
    expect(next[0]).toBe(rows[2]);
  });

  it('finds rows by id before and after', () => {
    const next = patchRows(patchRows(rows, delta([thing('d')])), delta([thing('d', 4)], ['b']));
    expect(findRow(next, 'd')).toEqual(thing('d', 4));
    expect(findRow(next, 'b')).toBeUndefined();
    expect(findRow(rows, 'b')).toBe(rows[1]);
  });

  it('agrees with a plain map, whatever happens', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const anyDelta = fc.record({
      upsert: fc.uniqueArray(fc.record({ id, size: fc.nat(3) }), { selector: (row) => row.id }),
      remove: fc.uniqueArray(id),
    });
    fc.assert(
      fc.property(fc.array(anyDelta), (deltas) => {
        const model = new Map<string, Thing>();
        let list: readonly Thing[] = [];
        for (const { upsert, remove } of deltas) {
          const gone = remove.filter((each) => !upsert.some((row) => row.id === each));
          list = patchRows(list, delta(upsert, gone));
          for (const row of upsert) {
            model.set(row.id, row);
          }
          for (const each of gone) {
            model.delete(each);
          }
          expect(new Map(list.map((row) => [row.id, row]))).toEqual(model);
          expect(list.length).toBe(model.size);
        }
      }),
    );
  });
});

describe('patches of results', () => {
  const source = { id: 'lab/things', label: 'Things', state: 'live', asOf: 1, since: 1 } as const;

  it('change the sources a result is made of and no others', () => {
    const result = { sources: [source], data: 1 };
    const stale = { ...source, state: 'stale' as const };
    expect(patchSources(result, delta([], [], { upsert: [stale, { ...stale, id: 'lab/others' }] })).sources).toEqual([
      stale,
    ]);
    expect(patchSources(result, delta([], [], { upsert: [source], replace: true }))).toBe(result);
  });

  it('change the list of a result, and give the same result when it stays', () => {
    const result = { data: { rows: [thing('a')], total: 1 }, position: 'e1.1' };
    expect(patchDataRows(result, delta([thing('a', 2)]))).toEqual({
      data: { rows: [thing('a', 2)], total: 1 },
      position: 'e1.1',
    });
    expect(patchDataRows(result, delta([thing('a')]))).toBe(result);
  });
});
