import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from './table.tsx';

it('a table says the role of every part, so that no layout takes it from those who hear it', () => {
  const markup = renderToStaticMarkup(
    <Table caption="Fruit">
      <TableHead>
        <TableRow>
          <TableHeading>Name</TableHeading>
        </TableRow>
      </TableHead>
      <TableBody>
        <TableRow>
          <TableHeading scope="row">Apple</TableHeading>
          <TableCell>red</TableCell>
        </TableRow>
      </TableBody>
    </Table>,
  );
  const parts = [...markup.matchAll(/<(table|thead|tbody|tr|th|td)\b([^>]*)>/g)];
  expect(parts.map(([, tag, attributes = '']) => [tag, /role="(\w+)"/.exec(attributes)?.[1]])).toEqual([
    ['table', 'table'],
    ['thead', 'rowgroup'],
    ['tr', 'row'],
    ['th', 'columnheader'],
    ['tbody', 'rowgroup'],
    ['tr', 'row'],
    ['th', 'rowheader'],
    ['td', 'cell'],
  ]);
});
