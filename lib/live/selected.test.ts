import { describe, expect, it } from 'vitest';
import type { CollectionChange } from '#lib/ports/collection.ts';
import { createCollection } from './collection.ts';
import { createSelected } from './selected.ts';

describe('createSelected', () => {
  it('holds those that are chosen, as long as they are, and tells of nothing else', () => {
    const all = createCollection<number>({ id: 'lab/numbers', label: 'Numbers' });
    const even = createSelected(all, (value) => value % 2 === 0);
    const told: string[][] = [];
    even.subscribe(({ upserted, removed }: CollectionChange) => told.push([[...upserted].join(), [...removed].join()]));
    all.replace(
      new Map([
        ['a', 1],
        ['b', 2],
      ]),
    );
    all.upsert('c', 3);
    all.upsert('a', 4);
    all.upsert('b', 5);
    all.remove('a');
    all.remove('c');
    expect(told).toEqual([
      ['b', ''],
      ['a', ''],
      ['', 'b'],
      ['', 'a'],
    ]);
    expect([...even.values()]).toEqual([]);
    expect(even.source).toBe(all.source);
  });
});
