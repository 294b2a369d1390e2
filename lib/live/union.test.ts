import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hasData, isWell, SOURCE_STATES, type SourceState, type SourceStatus } from '#lib/domain/source/source.ts';
import { times } from '#lib/testing/long.ts';
import { createCollection } from './collection.ts';
import { createUnion, mergeStates } from './union.ts';

const CLUSTERS = ['', 'edge~', 'lab~'];
const part = fc.nat(CLUSTERS.length - 1);
const name = fc.constantFrom('a', 'b', 'c');
const value = fc.constantFrom(1, 2, 3);
const step = fc.oneof(
  fc.record({ do: fc.constant('upsert' as const), part, name, value }),
  fc.record({ do: fc.constant('remove' as const), part, name }),
  fc.record({ do: fc.constant('replace' as const), part, names: fc.dictionary(name, value) }),
  fc.record({ do: fc.constant('status' as const), part, state: fc.constantFrom(...SOURCE_STATES), asOf: fc.nat(9) }),
);

function status(index: number, state: SourceState, asOf: number | null = null): SourceStatus {
  return { id: `${CLUSTERS[index]}nodes`, label: `Nodes ${index}`, state, asOf, since: 0, reason: `why ${index}` };
}

it('is at every moment what its parts are together, and tells of every change once', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const parts = CLUSTERS.map((_, index) => createCollection<number>(status(index, 'starting')));
      const union = createUnion(parts);
      const model = new Map<string, number>();
      const follower = new Map<string, number>();
      union.subscribe(({ upserted, removed }) => {
        for (const id of removed) {
          expect(follower.delete(id)).toBe(true);
        }
        for (const id of upserted) {
          expect(follower.get(id)).not.toBe(union.get(id));
          follower.set(id, union.get(id) ?? 0);
        }
      });
      for (const one of steps) {
        const prefix = CLUSTERS[one.part] ?? '';
        const target = parts[one.part];
        if (one.do === 'upsert') {
          target?.upsert(`${prefix}${one.name}`, one.value);
          model.set(`${prefix}${one.name}`, one.value);
        } else if (one.do === 'remove') {
          target?.remove(`${prefix}${one.name}`);
          model.delete(`${prefix}${one.name}`);
        } else if (one.do === 'replace') {
          const next = new Map(Object.entries(one.names).map(([key, one]) => [`${prefix}${key}`, one]));
          target?.replace(next);
          for (const key of ['a', 'b', 'c'].map((each) => `${prefix}${each}`)) {
            const after = next.get(key);
            after === undefined ? model.delete(key) : model.set(key, after);
          }
        } else {
          target?.status(status(one.part, one.state, one.asOf));
        }
        expect(follower).toEqual(model);
        expect(union.size).toBe(model.size);
        expect([...union.values()].sort()).toEqual([...model.values()].sort());
        expect([...model].every(([id, expected]) => union.get(id) === expected)).toBe(true);
        const states = parts.map(({ source }) => source);
        expect(hasData(union.source)).toBe(states.some(hasData));
        expect(union.source.state === 'live').toBe(states.every((each) => each.state === 'live'));
      }
    }),
    { numRuns: times(200, 5_000) },
  );
});

it('tells nothing any more once it is not followed', () => {
  const parts = [createCollection<number>(status(0, 'live')), createCollection<number>(status(1, 'live'))];
  let told = 0;
  const stop = createUnion(parts).subscribe(() => {
    told += 1;
  });
  parts[1]?.upsert('edge~a', 1);
  stop();
  parts[0]?.upsert('a', 1);
  parts[1]?.upsert('edge~b', 1);
  expect(told).toBe(1);
});

it('one collection alone is its own union, so that it costs nothing', () => {
  const only = createCollection<number>(status(0, 'live'));
  expect(createUnion([only])).toBe(only);
  expect(() => createUnion([])).toThrow(RangeError);
});

it('what is absent and need not be there makes nothing worse', () => {
  const absent = { ...status(1, 'absent'), isOptional: true } as const;
  expect(mergeStates([status(0, 'live', 5), absent])).toMatchObject({ state: 'live', asOf: 5 });
  expect(isWell(mergeStates([{ ...absent }, absent]))).toBe(true);
});

it('what one of them is without is said with the name of that one', () => {
  expect(mergeStates([status(0, 'live', 5), status(1, 'stale', 3), status(2, 'unreachable')])).toMatchObject({
    id: 'nodes',
    label: 'Nodes 0',
    state: 'stale',
    asOf: 3,
    reason: 'Nodes 2: why 2',
  });
  expect(mergeStates([status(0, 'starting'), status(1, 'forbidden')])).toMatchObject({
    id: 'nodes',
    state: 'forbidden',
    asOf: null,
  });
});
