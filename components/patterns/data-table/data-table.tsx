'use client';

import { type ReactNode, useMemo, useRef, useState } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { type Column, cardLines, moreLinesOf } from './column.ts';
import { placeColumns } from './column-choice.ts';
import type { ColumnControl } from './column-menu.tsx';
import { DataHead, type Sorting } from './data-head.tsx';
import { DataRow } from './data-row.tsx';
import { TableTools } from './table-tools.tsx';
import { type DescribeChange, useChangeNews } from './use-change-news.ts';
import { useHeldRows } from './use-held-rows.ts';
import { useRoom } from './use-room.ts';
import { useRowKeys } from './use-row-keys.ts';
import { useRowWindow } from './use-row-window.ts';

export type DataTableProps<Row> = {
  /** What is listed, for screen readers: `Applications`. */
  label: string;
  /** Keep the same array between renders: a new one draws every row again. */
  columns: readonly Column<Row>[];
  /** Which of them are shown. */
  columnControl: ColumnControl;
  /** The search and the filters, which stand over the table. */
  tools?: ReactNode;
  /** In the order to show. A row that did not change must be the same object. */
  rows: readonly Row[];
  /** Keep the same function between renders. */
  rowId: (row: Row) => string;
  /** Where a row leads; the whole row is the link of its first cell. */
  rowHref?: (row: Row) => string;
  /** Keep the same object between renders while nothing of it changes. */
  sorting?: Sorting;
  /** What else decides which rows are shown and in which order: the search and the filters, as text. */
  orderKey?: string;
  /** How many there are in all, when `rows` is only the first part of them. */
  total?: number;
  /** Shown when there are no rows; say whether there are none at all or none that match. */
  empty: ReactNode;
  /** Tells screen readers of changes; keep the same function between renders. */
  describeChange?: DescribeChange<Row>;
  /** Off where another list on the page has `j` and `k`. */
  hasKeys?: boolean;
  /** Where more stands below it: the table has some rows of height and scrolls by itself. */
  isBoxed?: boolean;
};

/** px of rows that are not drawn; set from script, so that a strict style policy has nothing to forbid in the HTML. */
function Spacer({ height }: { height: number }) {
  return height > 0 ? (
    <div aria-hidden="true" ref={(element) => element?.style.setProperty('height', `${height}px`)} />
  ) : null;
}

/**
 * A list of any length: the first rows come from the server, then only the rows in sight are drawn, and only those that
 * changed are drawn again. Rows keep their order while the pointer rests on them. `j`, `k`, Enter.
 */
export function DataTable<Row>({
  label,
  columns,
  columnControl,
  tools,
  rows,
  rowId,
  rowHref,
  sorting,
  orderKey = '',
  total,
  empty,
  describeChange,
  hasKeys = true,
  isBoxed = false,
}: DataTableProps<Row>) {
  const body = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const [isHeld, setHeld] = useState(false);
  const sort = sorting?.current;
  const shown = useHeldRows(rows, rowId, isHeld, `${orderKey}|${sort?.column}|${sort?.direction}`);
  const { chosen } = columnControl;
  const room = useRoom(box);
  const placed = useMemo(() => placeColumns(columns, chosen, room), [columns, chosen, room]);
  const moreLines = moreLinesOf(placed);
  const { start, end, before, after, show } = useRowWindow({
    count: shown.length,
    body,
    box: isBoxed ? box : null,
    moreLines,
  });
  useRowKeys(body, shown.length, show, hasKeys && rowHref !== undefined);
  useChangeNews(label, rows, rowId, describeChange);
  const missing = (total ?? rows.length) - rows.length;
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <TableTools
        label={label}
        columns={columns}
        control={columnControl}
        rows={rows}
        isComplete={missing <= 0}
        room={room ?? 'wide'}
      >
        {tools}
      </TableTools>
      <div
        ref={box}
        className={classNames('@container stacks min-w-0', cardLines(moreLines), isBoxed && 'max-h-96 overflow-y-auto')}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: rows become cards on narrow screens, which table elements cannot. */}
        <div role="table" aria-label={label} aria-rowcount={(total ?? rows.length) + 1}>
          <DataHead columns={placed} sorting={sorting} isBoxed={isBoxed} />
          {/* biome-ignore lint/a11y/useSemanticElements: as above. */}
          <div
            ref={body}
            role="rowgroup"
            onPointerEnter={(event) => event.pointerType === 'mouse' && setHeld(true)}
            onPointerLeave={() => setHeld(false)}
          >
            <Spacer height={before} />
            {shown.slice(start, end).map((row, offset) => (
              <DataRow key={rowId(row)} row={row} columns={placed} href={rowHref?.(row)} index={start + offset} />
            ))}
            <Spacer height={after} />
          </div>
        </div>
        {rows.length === 0 && missing <= 0 && empty}
        {missing > 0 && (
          <p className="px-3 py-2 text-muted text-xs">{missing.toLocaleString('en')} more are on their way.</p>
        )}
      </div>
    </div>
  );
}
