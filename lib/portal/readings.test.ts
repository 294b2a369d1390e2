import { expect, it } from 'vitest';
import { testCollection } from '#lib/testing/collection.ts';
import { createReadings } from './readings.ts';

function rig() {
  let who = '';
  const readings = createReadings(testCollection<string>(), () => who);
  const read = (reader: string, ...ids: string[]) => {
    who = reader;
    for (const id of ids) {
      readings.get(id);
    }
  };
  return { readings, read };
}

it('those who have read a value are told once', () => {
  const { readings, read } = rig();
  read('ada', 'x', 'y', 'x');
  read('bob', 'x');
  expect(readings.takeReaders(['x', 'z'])).toEqual(new Set(['ada', 'bob']));
  expect(readings.takeReaders(['x'])).toEqual(new Set());
  expect(readings.takeReaders(['y'])).toEqual(new Set(['ada']));
});

it('who is forgotten is left nowhere, whatever they read, and the others stay', () => {
  const { readings, read } = rig();
  read('ada', 'x', 'y', 'z');
  read('bob', 'x');
  readings.forgetReader('ada');
  readings.forgetReader('nobody');
  expect([...readings.takeReaders(['y', 'z'])]).toEqual([]);
  expect([...readings.takeReaders(['x'])]).toEqual(['bob']);
  read('ada', 'y');
  expect([...readings.takeReaders(['y'])]).toEqual(['ada']);
});

it('those who have read a value are not told of another of the same essence', () => {
  const values = testCollection<string>([['x', 'green 1']]);
  const readings = createReadings(
    values,
    () => 'ada',
    (value) => (value.startsWith('green') ? 'green' : null),
  );
  const told = (value: string | undefined) => {
    if (value === undefined) {
      values.delete('x');
    } else {
      values.set('x', value);
    }
    const taken = readings.takeReaders(['x']).size;
    readings.get('x');
    return taken;
  };
  readings.get('x');
  expect(['green 2', 'green 3', 'red', 'red', 'green 4', 'green 5', undefined, 'green 6'].map(told)).toEqual([
    0, 0, 1, 1, 1, 0, 1, 1,
  ]);
});
