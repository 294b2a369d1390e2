import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { application } from '#lib/testing/application.ts';
import { countStandings } from '#lib/views/applications/count-standings.ts';
import { type ApplicationRow, toApplicationRow } from '#lib/views/applications/row.ts';
import { EVERYTHING } from '#lib/views/applications/select-rows.ts';
import { ApplicationsTable } from './applications-table.tsx';

const control = {
  selection: { ...EVERYTHING, columns: {} },
  show: 'ladder' as const,
  href: () => '/waves',
  select: () => undefined,
};
const row = (name: string, standing: ApplicationRow['standing']): ApplicationRow => ({
  ...toApplicationRow(application({ name }), 'argocd/root'),
  standing,
});

function filtersOf(rows: readonly ApplicationRow[], isComplete: boolean, all: readonly ApplicationRow[]): string {
  const counted = { matching: all.length, total: all.length, standings: countStandings(all) };
  const page = renderToStaticMarkup(<ApplicationsTable {...{ control, rows, isComplete, counted }} />);
  return /<ul aria-label="Filter by state".*?<\/ul>/s.exec(page)?.[0] ?? '';
}

it('has its filters in their places, with their counts, before all rows are there', () => {
  const all = [row('a', 'failing'), row('b', 'settled'), row('c', 'settled')];
  const first = filtersOf(all.slice(0, 1), false, all);
  expect(first.match(/<li/g)).toHaveLength(2);
  expect(first).toBe(filtersOf(all, true, all));
});
