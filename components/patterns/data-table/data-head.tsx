'use client';

import { memo } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { Icon } from '#components/ui/icon.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { type Column, headStyle } from './column.ts';

export type Sort = { column: string; direction: 'ascending' | 'descending' };

export type Sorting = {
  current: Sort | null;
  /** The address of this view in another order. */
  href: (next: Sort) => string;
  /** Sorts in place; without it the address is followed. */
  onSort?: (next: Sort) => void;
};

function nextSort(column: string, current: Sort | null): Sort {
  const isAscending = current?.column === column && current.direction === 'ascending';
  return { column, direction: isAscending ? 'descending' : 'ascending' };
}

function SortLink({
  header,
  column,
  align,
  sorting,
}: {
  header: string;
  column: string;
  align: 'start' | 'end';
  sorting: Sorting;
}) {
  const next = nextSort(column, sorting.current);
  const direction = sorting.current?.column === column ? sorting.current.direction : null;
  const icon = direction === null ? 'sort' : direction === 'ascending' ? 'chevronUp' : 'chevronDown';
  return (
    <SoftLink
      href={sorting.href(next)}
      onSelect={sorting.onSort && (() => sorting.onSort?.(next))}
      look="plain"
      replace
      scroll={false}
      className={classNames(
        'group inline-flex h-6 max-w-full items-center gap-1 align-middle hover:text-ink',
        align === 'end' && 'flex-row-reverse',
        direction && 'text-ink',
      )}
    >
      <span className="truncate">{header}</span>
      <Icon
        name={icon}
        size={12}
        className={direction ? undefined : 'opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100'}
      />
    </SoftLink>
  );
}

type DataHeadProps<Row> = {
  columns: readonly Column<Row>[];
  sorting: Sorting | undefined;
  /** Whether the table scrolls by itself, and not with the page. */
  isBoxed: boolean;
};

function DataHeadView<Row>({ columns, sorting, isBoxed }: DataHeadProps<Row>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of a table of roles, see DataRow.
    <div role="rowgroup" className={classNames('sticky z-20 max-sm:sr-only', isBoxed ? 'top-0' : 'top-(--shell-top)')}>
      {/* biome-ignore lint/a11y/useFocusableInteractive: its links take the focus. */}
      {/* biome-ignore lint/a11y/useSemanticElements: as above. */}
      <div
        role="row"
        aria-rowindex={1}
        className="flex h-8 items-center gap-x-3 rounded-t-lg border-line border-b bg-surface px-3 font-medium text-muted text-xs"
      >
        {columns.map((column) => (
          // biome-ignore lint/a11y/useFocusableInteractive: as above.
          // biome-ignore lint/a11y/useSemanticElements: as above.
          <div
            key={column.id}
            role="columnheader"
            aria-sort={sorting?.current?.column === column.id ? sorting.current.direction : undefined}
            className={headStyle(column)}
          >
            {column.isSortable && sorting ? (
              <SortLink header={column.header} column={column.id} align={column.align ?? 'start'} sorting={sorting} />
            ) : (
              column.header
            )}
          </div>
        ))}
      </div>
    </div>
  );
}

/** The headings; they stay in sight at the upper edge of what scrolls, and those that sort are links. */
export const DataHead = memo(DataHeadView) as typeof DataHeadView;
