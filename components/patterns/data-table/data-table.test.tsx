import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { Column } from './column.ts';
import { DataTable, type DataTableProps } from './data-table.tsx';

type Row = { id: string; health: string };
const columns: Column<Row>[] = [
  { id: 'name', header: 'Name', render: (row) => row.id, plain: (row) => row.id, isSortable: true },
  {
    id: 'health',
    header: 'Health',
    render: (row) => row.health,
    plain: (row) => row.health,
    isSortable: true,
    align: 'end',
  },
  { id: 'since', header: 'Since', render: () => 'now', plain: () => 'now', isExtra: true },
];
const rows = Array.from({ length: 500 }, (_, index): Row => ({ id: `app-${index}`, health: 'Healthy' }));

const render = (more: Partial<DataTableProps<Row>> = {}) =>
  renderToStaticMarkup(
    <DataTable
      label="Applications"
      columns={columns}
      columnControl={{ chosen: {}, choose: () => undefined }}
      rows={rows}
      rowId={(row) => row.id}
      rowHref={(row) => `/applications/${row.id}`}
      empty={<p>No applications</p>}
      {...more}
    />,
  );

describe('DataTable on the server', () => {
  it('draws the first rows of any number', () => {
    const markup = render();
    expect(markup.match(/role="row" aria-rowindex="\d+" data-index/g)).toHaveLength(20);
    expect(markup).toContain('href="/applications/app-19"');
    expect(markup).toContain('aria-rowcount="501"');
  });

  it('needs no inline style, which a strict policy would forbid', () => {
    expect(render()).not.toContain('style=');
  });

  it('tells how it is sorted and links to the other order', () => {
    const markup = render({
      sorting: {
        current: { column: 'health', direction: 'ascending' },
        href: ({ column, direction }) => `?sort=${column}&direction=${direction}`,
      },
    });
    expect(markup).toContain('aria-sort="ascending"');
    expect(markup).toContain('href="?sort=health&amp;direction=descending"');
    expect(markup).toContain('href="?sort=name&amp;direction=ascending"');
  });

  it('has the columns that were chosen in its very first picture, and never loses the first', () => {
    const headers = (chosen: Record<string, boolean>) =>
      [
        ...render({ columnControl: { chosen, choose: () => undefined } }).matchAll(
          /role="columnheader".*?>([A-Z]\w+)</g,
        ),
      ].map(([, name]) => name);
    expect(headers({})).toEqual(['Name', 'Health']);
    expect(headers({ name: false, health: false, since: true })).toEqual(['Name', 'Since']);
  });

  it('makes room on a card for what was chosen besides', () => {
    const markup = render({ columnControl: { chosen: { since: true }, choose: () => undefined } });
    expect(markup).toContain('[--stacked-row-height:84px]');
    expect(markup.match(/data-column="since" data-label="Since"/g)).toHaveLength(20);
    expect(render()).not.toContain('--stacked-row-height');
  });

  it('says that there is nothing, or that the rest is not here yet', () => {
    expect(render({ rows: [] })).toContain('No applications');
    const partial = render({ rows: rows.slice(0, 40), total: 5_000 });
    expect(partial).toContain('4,960 more are on their way');
    expect(render({ rows: [], total: 10 })).not.toContain('No applications');
  });
});
