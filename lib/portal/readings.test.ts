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
