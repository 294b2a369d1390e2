import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { application } from '#lib/testing/application.ts';
import { type ApplicationRow, toApplicationRow } from './row.ts';
import { createRowGroups, type RowGroups } from './row-groups.ts';

const row = (name: string, wave = 0): ApplicationRow => ({
  ...toApplicationRow(application({ name }), 'argocd/root'),
  wave,
});
const waveOf = ({ wave }: ApplicationRow) => wave;
const inWords = (groups: RowGroups<number>) =>
  [...groups].map(([wave, rows]) => `${wave}: ${rows.map(({ id }) => id).toSorted()}`).toSorted();

describe('createRowGroups', () => {
  it('gives the groups that there are, whatever happens in between', () => {
    const step = fc.record({ kind: fc.constantFrom('change', 'add', 'remove'), at: fc.nat(20), wave: fc.nat(3) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const group = createRowGroups(waveOf);
        let rows = Array.from({ length: 8 }, (_, at) => row(`app-${at}`, at % 3));
        for (const [index, { kind, at, wave }] of steps.entries()) {
          if (kind === 'add') {
            rows = [...rows, row(`new-${index}`, wave)];
          } else if (kind === 'remove') {
            rows = rows.filter((_, place) => place !== at);
          } else {
            rows = rows.map((each, place) => (place === at ? { ...each, wave } : each));
          }
          expect(inWords(group(rows))).toEqual(inWords(Map.groupBy(rows, waveOf)));
        }
      }),
    );
  });

  it('keeps the groups in which nothing changed', () => {
    const group = createRowGroups(waveOf);
    const rows = [row('a', 1), row('b', 2), row('c', 3)];
    const before = group(rows);
    const after = group([rows[0] as ApplicationRow, row('b', 3), rows[2] as ApplicationRow]);
    expect(after.get(1)).toBe(before.get(1));
    expect(inWords(after)).toEqual(['1: argocd/a', '3: argocd/b,argocd/c']);
  });
});
