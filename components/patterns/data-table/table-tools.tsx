'use client';

import { type ReactNode, useMemo } from 'react';
import type { Column } from './column.ts';
import { isShown, type Room } from './column-choice.ts';
import { type ColumnControl, ColumnMenu } from './column-menu.tsx';
import { ExportMenu } from './export/export-menu.tsx';

export type TableToolsProps<Row> = {
  label: string;
  columns: readonly Column<Row>[];
  control: ColumnControl;
  rows: readonly Row[];
  isComplete: boolean;
  room: Room;
  /** What searches and filters the table. */
  children: ReactNode;
};

/** What stands over a table: the search and the filters, then which columns there are, and a file of it all. */
export function TableTools<Row>({ children, ...props }: TableToolsProps<Row>) {
  const { label, columns, control, rows, isComplete, room } = props;
  const { chosen } = control;
  // A file is wide enough for every usual column.
  const saved = useMemo(
    () => columns.filter((column, at) => at === 0 || isShown(column, chosen, 'wide')),
    [columns, chosen],
  );
  return (
    <div className="flex flex-wrap items-center gap-3">
      {children}
      <div className="ms-auto flex items-center max-sm:ms-0">
        <ColumnMenu label={label} columns={columns} control={control} room={room} />
        <ExportMenu label={label} columns={saved} rows={rows} isComplete={isComplete} />
      </div>
    </div>
  );
}
