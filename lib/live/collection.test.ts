import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCollection } from './collection.ts';

type Change = { upserted: string[]; removed: string[] };

function recorded<Value>() {
  const collection = createCollection<Value>({ id: 'lab/things', label: 'Things in Lab' }, 5);
  const changes: Change[] = [];
  collection.subscribe(({ upserted, removed }) => changes.push({ upserted: [...upserted], removed: [...removed] }));
  return { collection, changes };
}

const live = { id: 'lab/things', label: 'Things in Lab', state: 'live', asOf: 10, since: 10 } as const;

describe('createCollection', () => {
  it('is starting and empty before it hears anything', () => {
    const { collection } = recorded();
    expect(collection.source).toEqual({
      id: 'lab/things',
      label: 'Things in Lab',
      state: 'starting',
      asOf: null,
      since: 5,
    });
    expect(collection.size).toBe(0);
  });

  it('tells of true differences only', () => {
    const { collection, changes } = recorded<{ n: number }>();
    collection.replace(
      new Map([
        ['a', { n: 1 }],
        ['b', { n: 2 }],
      ]),
    );
    collection.replace(
      new Map([
        ['b', { n: 2 }],
        ['c', { n: 3 }],
      ]),
    );
    collection.replace(
      new Map([
        ['b', { n: 2 }],
        ['c', { n: 3 }],
      ]),
    );
    collection.upsert('c', { n: 3 });
    collection.upsert('c', { n: 4 });
    collection.remove('nobody');
    collection.remove('b');
    expect(changes).toEqual([
      { upserted: ['a', 'b'], removed: [] },
      { upserted: ['c'], removed: ['a'] },
      { upserted: ['c'], removed: [] },
      { upserted: [], removed: ['b'] },
    ]);
    expect([...collection.values()]).toEqual([{ n: 4 }]);
    expect(collection.get('c')).toEqual({ n: 4 });
  });

  it('keeps the old object when an equal one is written, so that nothing made from it is made again', () => {
    const { collection } = recorded<{ n: number }>();
    const first = { n: 1 };
    collection.upsert('a', first);
    collection.replace(new Map([['a', { n: 1 }]]));
    expect(collection.get('a')).toBe(first);
  });

  it('tells of the source’s state, but not that a live source is still live', () => {
    const { collection, changes } = recorded();
    collection.status(live);
    collection.status({ ...live, asOf: 20 });
    collection.status({ ...live, state: 'stale', asOf: 20, since: 30, reason: 'It does not answer.' });
    collection.status({ ...live, state: 'stale', asOf: 20, since: 30, reason: 'It still does not answer.' });
    collection.status({ ...live, asOf: 40, since: 40 });
    expect(changes).toHaveLength(4);
    expect(collection.source.asOf).toBe(40);
  });

  it('does not call who has left', () => {
    const { collection } = recorded<number>();
    let calls = 0;
    const leave = collection.subscribe(() => {
      calls += 1;
      leave();
    });
    collection.upsert('a', 1);
    collection.upsert('a', 2);
    expect(calls).toBe(1);
  });

  it('ends equal to the last state written, and its changes lead there, whatever is written', () => {
    const state = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom(1, 2, 3));
    fc.assert(
      fc.property(fc.array(state), (states) => {
        const { collection, changes } = recorded<{ n: number }>();
        const followed = new Set<string>();
        for (const next of states) {
          collection.replace(new Map(Object.entries(next).map(([id, n]) => [id, { n }])));
          const { upserted = [], removed = [] } = changes.splice(0)[0] ?? {};
          for (const id of upserted) {
            followed.add(id);
          }
          for (const id of removed) {
            followed.delete(id);
          }
          expect([...followed].toSorted()).toEqual(Object.keys(next).toSorted());
          expect(collection.size).toBe(Object.keys(next).length);
        }
      }),
    );
  });
});
