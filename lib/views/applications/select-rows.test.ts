import { describe, expect, it } from 'vitest';
import { application } from '#lib/testing/application.ts';
import { toApplicationRow } from './row.ts';
import { EVERYTHING, selectRows } from './select-rows.ts';

const rows = [
  application({ name: 'web', wave: 7, project: 'team-a' }),
  application({ name: 'longhorn', wave: 1, health: 'Progressing', healthSince: 50 }),
  application({ name: 'gitlab', wave: 3, health: 'Degraded', healthSince: 10 }),
  application({ name: 'argo', wave: 0, sync: 'OutOfSync' }),
].map((each) => toApplicationRow(each, 'argocd/dev-platform'));

const names = (selection: Partial<typeof EVERYTHING>) =>
  selectRows(rows, { ...EVERYTHING, ...selection }).map(({ name }) => name);

describe('selectRows', () => {
  it.each([
    ['trouble first by itself', {}, ['gitlab', 'longhorn', 'argo', 'web']],
    ['by name', { sort: 'name' as const }, ['argo', 'gitlab', 'longhorn', 'web']],
    ['by wave downwards', { sort: 'wave' as const, descending: true }, ['web', 'gitlab', 'longhorn', 'argo']],
    ['newest first', { sort: 'since' as const }, ['longhorn', 'gitlab', 'argo', 'web']],
    ['every word of the search, in any column', { search: 'TEAM-a healthy' }, ['web']],
    ['by standing', { standings: ['failing' as const, 'moving' as const] }, ['gitlab', 'longhorn']],
    ['by wave', { waves: [0, 7] }, ['argo', 'web']],
    ['nothing when nothing matches', { search: 'nothing' }, []],
  ])('orders and filters: %s', (_, selection, expected) => {
    expect(names(selection)).toEqual(expected);
  });
});

describe('toApplicationRow', () => {
  it('shows the commit of a multi-source application, not the chart’s version', () => {
    const sha = '4c1f0e6d0c9b7a5f3e2d1c0b9a8f7e6d5c4b3a29';
    expect(toApplicationRow(application({ revisions: ['1.7.2', sha] }), 'x').revision).toBe('4c1f0e6d');
    expect(toApplicationRow(application({ revisions: ['1.7.2'] }), 'x').revision).toBe('1.7.2');
  });
});
