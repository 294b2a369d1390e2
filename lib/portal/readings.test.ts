import fc from 'fast-check';
import { expect, it } from 'vitest';
import { testCollection } from '#lib/testing/collection.ts';
import { createReadings } from './readings.ts';

function rig(entries: [string, string][] = [], essenceOf?: (value: string) => string | null) {
  const values = testCollection<string>(entries);
  const readings = createReadings(values, essenceOf);
  const read = (reader: string, ...ids: string[]) => {
    readings.start(reader);
    for (const id of ids) {
      readings.get(id);
    }
    readings.finish();
  };
  const taken = (...ids: string[]) => [...readings.takeReaders(ids)].toSorted();
  return { values, readings, read, taken };
}

it('those who have read a value are told once, until they read again', () => {
  const { read, taken } = rig();
  read('ada', 'x', 'y', 'x');
  read('bob', 'x');
  expect(taken('x', 'z')).toEqual(['ada', 'bob']);
  expect(taken('x', 'y')).toEqual([]);
  read('ada', 'x', 'y');
  expect(taken('y')).toEqual(['ada']);
  read('ada', 'z');
  expect(taken('x', 'y'), 'what was read before is nothing to them any more').toEqual([]);
  expect(taken('z')).toEqual(['ada']);
});

it('who is forgotten is left nowhere, whatever they read, and the others stay', () => {
  const { readings, read, taken } = rig();
  read('ada', 'x', 'y', 'z');
  read('bob', 'x');
  readings.forgetReader('ada');
  readings.forgetReader('nobody');
  expect(taken('y', 'z')).toEqual([]);
  expect(taken('x')).toEqual(['bob']);
  read('ada', 'y');
  expect(taken('y')).toEqual(['ada']);
});

it('those who have read a value are not told of another of the same essence', () => {
  const { values, read, taken } = rig([['x', 'green 1']], (value) => (value.startsWith('green') ? 'green' : null));
  const told = (value: string | undefined) => {
    if (value === undefined) {
      values.delete('x');
    } else {
      values.set('x', value);
    }
    const count = taken('x').length;
    read('ada', 'x');
    return count;
  };
  read('ada', 'x');
  expect(['green 2', 'green 3', 'red', 'red', 'green 4', 'green 5', undefined, 'green 6'].map(told)).toEqual([
    0, 0, 1, 1, 1, 0, 1, 1,
  ]);
});

it('is right about who knows what, whatever is read, changed and forgotten', () => {
  const id = fc.constantFrom('x', 'y', 'z');
  const who = fc.constantFrom('ada', 'bob', 'cy');
  const step = fc.oneof(
    fc.record({ do: fc.constant('read' as const), who, ids: fc.array(id, { maxLength: 4 }) }),
    fc.record({ do: fc.constant('set' as const), id, value: fc.constantFrom('green 1', 'green 2', 'red 1', 'red 2') }),
    fc.record({ do: fc.constant('delete' as const), id }),
    fc.record({ do: fc.constant('forget' as const), who }),
    fc.record({ do: fc.constant('told' as const), who }),
  );
  const essenceOf = (value: string) => (value.startsWith('green') ? 'green' : null);
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const { values, readings, read, taken } = rig([], essenceOf);
      /** What each knows, as they have read it; of whom was told, nothing. */
      const model = new Map<string, Map<string, string | undefined>>();
      const isSame = (a: string | undefined, b: string | undefined) =>
        a !== undefined && b !== undefined && essenceOf(a) !== null && essenceOf(a) === essenceOf(b);
      for (const one of steps) {
        if (one.do === 'read') {
          read(one.who, ...one.ids);
          model.set(one.who, new Map(one.ids.map((each) => [each, values.get(each)])));
        } else if (one.do === 'forget' || one.do === 'told') {
          readings[one.do === 'told' ? 'wasTold' : 'forgetReader'](one.who);
          model.delete(one.who);
        } else {
          const before = values.get(one.id);
          if (one.do === 'set') {
            values.set(one.id, one.value);
          } else {
            values.delete(one.id);
          }
          const expected = [...model].flatMap(([reader, known]) =>
            known.has(one.id) && !isSame(before, values.get(one.id)) ? [reader] : [],
          );
          expect(taken(one.id)).toEqual(expected.toSorted());
          for (const reader of expected) {
            model.delete(reader);
          }
        }
      }
    }),
  );
});
