import { expect, it } from 'vitest';
import { application } from '#lib/testing/application.ts';
import { toApplicationRow } from '../applications/row.ts';
import { rungChips } from './rung-chips.ts';

const rung = (count: number, failing: number) =>
  Array.from({ length: count }, (_, at) =>
    toApplicationRow(
      application({
        name: `app-${String(at).padStart(2, '0')}`,
        health: at < count - failing ? 'Healthy' : 'Degraded',
      }),
      'argocd/root',
    ),
  );
const names = (rows: ReturnType<typeof rung>) => rungChips(rows, rows.length).map(({ name }) => name);

it('names everything of a short rung, the worst first', () => {
  expect(names(rung(3, 1))).toEqual(['app-02', 'app-00', 'app-01']);
});

it('names only a few of what is not delivered in a long one', () => {
  expect(names(rung(13, 2))).toEqual(['app-11', 'app-12']);
  expect(names(rung(20, 9))).toEqual(['app-11', 'app-12', 'app-13', 'app-14', 'app-15']);
});
