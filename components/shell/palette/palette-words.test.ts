import { expect, it } from 'vitest';
import { paletteWords } from './palette-words.ts';

const ready = { state: 'ready', unknown: [] as string[] } as const;

it('says that nothing is called so only where all of it is known', () => {
  expect(paletteWords('web', 0, [ready, ready])).toBe('Nothing is called “web”.');
  expect(paletteWords('web', 0, [ready, { ...ready, unknown: ['Pods in lab'] }])).toBe(
    'Nothing is called “web”. Not known now: Pods in lab.',
  );
  const five = ['a', 'b', 'c', 'd', 'e'];
  expect(
    paletteWords('web', 0, [
      { ...ready, unknown: five },
      { ...ready, unknown: ['a'] },
    ]),
  ).toBe('Nothing is called “web”. Not known now: a, b, c, 2 more.');
});

it('says nothing where something is found, and never that there is nothing while it is looked for', () => {
  expect(paletteWords('web', 3, [ready, { ...ready, unknown: ['Pods in lab'] }])).toBe('');
  expect(paletteWords('web', 0, [ready, { ...ready, state: 'loading' }])).toBe('Looking…');
  expect(
    paletteWords('web', 3, [
      { ...ready, state: 'failed' },
      { ...ready, state: 'loading' },
    ]),
  ).toMatch(/could be read/);
});
