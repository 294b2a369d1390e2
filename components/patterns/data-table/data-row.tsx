'use client';

import { memo, type ReactNode, useRef } from 'react';
import { Link } from '#components/ui/link.tsx';
import { type Column, cellStyle } from './column.ts';
import { useChangeMarks } from './use-change-marks.ts';

export type DataRowProps<Row> = {
  row: Row;
  columns: readonly Column<Row>[];
  href: string | undefined;
  /** Place in the whole list, from 0. */
  index: number;
};

function DataRowView<Row>({ row, columns, href, index }: DataRowProps<Row>) {
  const element = useRef<HTMLDivElement>(null);
  useChangeMarks(element, columns, row);
  const content = (column: Column<Row>, at: number): ReactNode =>
    at === 0 && href !== undefined ? (
      <Link href={href} look="plain" className="row-link outline-none">
        {column.render(row)}
      </Link>
    ) : (
      column.render(row)
    );
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the row's link takes the focus.
    // biome-ignore lint/a11y/useSemanticElements: a row becomes a card on narrow screens, which table elements cannot.
    <div
      ref={element}
      role="row"
      aria-rowindex={index + 2}
      data-index={index}
      className="relative flex h-(--row-height) items-center gap-x-3 overflow-hidden border-line border-b px-3 text-sm hover:bg-hover has-[.row-link:focus-visible]:bg-selected has-[.row-link:focus-visible]:outline-2 has-[.row-link:focus-visible]:outline-focus has-[.row-link:focus-visible]:-outline-offset-2 max-sm:flex-wrap max-sm:content-center max-sm:gap-y-0.5 max-sm:before:order-3 max-sm:before:basis-full max-sm:before:content-[''] has-[>[data-label]]:max-sm:after:order-5 has-[>[data-label]]:max-sm:after:basis-full has-[>[data-label]]:max-sm:after:content-['']"
    >
      {columns.map((column, at) => (
        // biome-ignore lint/a11y/useSemanticElements: as above.
        <div
          key={column.id}
          role="cell"
          data-column={column.id}
          data-label={column.narrow === 'more' ? column.header : undefined}
          className={cellStyle(column, at)}
        >
          {content(column, at)}
        </div>
      ))}
    </div>
  );
}

/** One row; drawn again only when the row itself is another one. */
export const DataRow = memo(DataRowView) as typeof DataRowView;
