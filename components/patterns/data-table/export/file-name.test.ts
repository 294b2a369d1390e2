import { expect, it } from 'vitest';
import { fileName } from './file-name.ts';

it.each([
  ['Installed models', 'csv', 'portolan-installed-models-2026-11-21T22-29-12Z.csv'],
  ['../Runners: "all"', 'json', 'portolan-runners-all-2026-11-21T22-29-12Z.json'],
] as const)('names a file of %s', (table, ending, name) => {
  expect(fileName(table, new Date('2026-11-21T22:29:12.345Z'), ending)).toBe(name);
});
