import type { ReactNode } from 'react';

/** Share of the width: fixed ones from 64 to 208 px, `grow` and `grow-2` take what is left. */
export type ColumnSize = 'xs' | 'sm' | 'md' | 'lg' | 'grow' | 'grow-2';

/**
 * Where a column goes below 640 px, where a row becomes a card of two lines: `title` (first line), `end` (right of the
 * title), `meta` (second line) or nowhere.
 */
export type NarrowPlace = 'title' | 'end' | 'meta' | 'hidden';

export type Column<Row> = {
  id: string;
  header: string;
  /** Draws the cell. In the column with `narrow: 'title'` it stands inside the row's link: no links or buttons there. */
  render: (row: Row) => ReactNode;
  /** What is compared to tell that the cell changed; cells without it are never marked. */
  value?: (row: Row) => string | number | boolean | null;
  size?: ColumnSize;
  align?: 'start' | 'end';
  isSortable?: boolean;
  /** The first column is the title unless told; the others are hidden unless told. */
  narrow?: NarrowPlace;
  /** Shown where the table itself has 896 px or more. */
  isWideOnly?: boolean;
};

const SIZES: Record<ColumnSize, string> = {
  xs: 'sm:w-16 sm:flex-none',
  sm: 'sm:w-24 sm:flex-none',
  md: 'sm:w-36 sm:flex-none',
  lg: 'sm:w-52 sm:flex-none',
  grow: 'sm:flex-1',
  'grow-2': 'sm:flex-[2]',
};

const PLACES: Record<NarrowPlace, string> = {
  title: 'order-1 block max-sm:w-0 max-sm:flex-1',
  end: 'order-2 block max-sm:max-w-1/2',
  meta: 'order-4 block max-sm:text-muted max-sm:text-xs',
  hidden: 'hidden sm:block',
};

type Placed = Pick<Column<unknown>, 'size' | 'align' | 'narrow' | 'isWideOnly'>;

/** The classes that place a cell of the column; `index` is the column's, from 0. */
export function cellStyle({ size = 'grow', align, narrow, isWideOnly }: Placed, index: number): string {
  const place = isWideOnly ? 'hidden @4xl:block' : PLACES[narrow ?? (index === 0 ? 'title' : 'hidden')];
  return `min-w-0 truncate sm:order-none ${place} ${SIZES[size]} ${align === 'end' ? 'sm:text-end' : ''}`;
}

/** The same for its header, which stands above wide rows only. */
export function headStyle({ size = 'grow', align, isWideOnly }: Placed): string {
  return `min-w-0 ${isWideOnly ? 'hidden @4xl:block' : 'block'} ${SIZES[size]} ${align === 'end' ? 'text-end' : ''}`;
}
