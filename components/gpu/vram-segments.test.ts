import { expect, it } from 'vitest';
import { vramSegments } from './vram-segments.ts';

const model = (name: string, bytes: number) => ({ server: 'Ollama', name, bytes });
const told = (models: ReturnType<typeof model>[], usedBytes: number | null) =>
  vramSegments({ models, usedBytes }).map(({ label, value }) => [label, value]);

it('names each model, and what was measured beyond them', () => {
  expect(told([model('small', 1), model('large', 5)], 10)).toEqual([
    ['large', 5],
    ['small', 1],
    ['others', 4],
  ]);
  expect(told([model('large', 5)], null), 'nothing measures').toEqual([['large', 5]]);
  expect(told([model('just-loaded', 5)], 3), 'measured before it was loaded').toEqual([['just-loaded', 5]]);
  expect(told([], 3)).toEqual([['used', 3]]);
  const many = Array.from({ length: 9 }, (_, index) => model(`m${index}`, 9 - index));
  expect(told(many, null).at(-1)).toEqual(['3 more models', 6]);
});
