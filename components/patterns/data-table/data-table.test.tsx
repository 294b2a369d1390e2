import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { Column } from './column.ts';
import { DataTable, type DataTableProps } from './data-table.tsx';

type Row = { id: string; health: string };
const columns: Column<Row>[] = [
  { id: 'name', header: 'Name', render: (row) => row.id, isSortable: true },
  { id: 'health', header: 'Health', render: (row) => row.health, isSortable: true, align: 'end' },
];
const rows = Array.from({ length: 500 }, (_, index): Row => ({ id: `app-${index}`, health: 'Healthy' }));

const render = (more: Partial<DataTableProps<Row>> = {}) =>
  renderToStaticMarkup(
    <DataTable
      label="Applications"
      columns={columns}
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

  it('says that there is nothing, or that the rest is not here yet', () => {
    expect(render({ rows: [] })).toContain('No applications');
    const partial = render({ rows: rows.slice(0, 40), total: 5_000 });
    expect(partial).toContain('4,960 more are on their way');
    expect(render({ rows: [], total: 10 })).not.toContain('No applications');
  });
});
