import { expect, it } from 'vitest';
import { changedColumns } from './changed-columns.ts';
import type { Column } from './column.ts';

type Row = { name: string; health: string; age: number };
const columns: Pick<Column<Row>, 'id' | 'value'>[] = [
  { id: 'name', value: (row) => row.name },
  { id: 'health', value: (row) => row.health },
  { id: 'age' },
];
const row: Row = { name: 'web', health: 'Healthy', age: 1 };

it('names the columns whose value changed, and no others', () => {
  expect(changedColumns(columns, row, { ...row, health: 'Degraded', age: 2 })).toEqual(['health']);
  expect(changedColumns(columns, row, { ...row })).toEqual([]);
  expect(changedColumns(columns, row, row)).toEqual([]);
});
