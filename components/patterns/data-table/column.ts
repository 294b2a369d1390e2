import type { ReactNode } from 'react';

/** Share of the width: 64 to 208 px, or less where many are shown; `grow` and `grow-2` take what is left. */
export type ColumnSize = 'xs' | 'sm' | 'md' | 'lg' | 'grow' | 'grow-2';

/**
 * Where a column goes below 640 px, where a row becomes a card of two lines: `title` (first line), `end` (right of the
 * title), `meta` (second line) or nowhere. Columns that somebody chose besides stand below, with their headers (`more`).
 */
export type NarrowPlace = 'title' | 'end' | 'meta' | 'more' | 'hidden';

/** What a cell says without its looks, for files: a time is a Date, several values are a list. */
export type PlainValue = string | number | boolean | null | Date | readonly string[];

export type Column<Row> = {
  id: string;
  header: string;
  /** Draws the cell. In the column with `narrow: 'title'` it stands inside the row's link: no links or buttons there. */
  render: (row: Row) => ReactNode;
  /** What a file has in place of the cell. */
  plain: (row: Row) => PlainValue;
  /** What is compared to tell that the cell changed; cells without it are never marked. */
  value?: (row: Row) => string | number | boolean | null;
  size?: ColumnSize;
  align?: 'start' | 'end';
  isSortable?: boolean;
  /** The first column is the title unless told; the others are hidden unless told. */
  narrow?: NarrowPlace;
  /** Shown where the table itself has 896 px or more. */
  isWideOnly?: boolean;
  /** Shown only where somebody chose it. */
  isExtra?: boolean;
};

const SIZES: Record<ColumnSize, string> = {
  xs: 'sm:w-16 sm:flex-initial',
  sm: 'sm:w-24 sm:flex-initial',
  md: 'sm:w-36 sm:flex-initial',
  lg: 'sm:w-52 sm:flex-initial',
  grow: 'sm:min-w-24 sm:flex-1',
  'grow-2': 'sm:min-w-24 sm:flex-[2]',
};

const PLACES: Record<NarrowPlace, string> = {
  title: 'order-1 block max-sm:w-0 max-sm:flex-1',
  end: 'order-2 block max-sm:max-w-1/2',
  meta: 'order-4 block max-sm:text-muted max-sm:text-xs',
  more: 'order-6 block max-sm:basis-[calc(50%-0.375rem)] max-sm:grow max-sm:text-xs max-sm:before:me-1.5 max-sm:before:text-muted max-sm:before:content-[attr(data-label)]',
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

/** The height of a card with so many lines more; all rows of a table are equally high. */
const CARD_HEIGHTS = [
  '',
  '[--stacked-row-height:84px]',
  '[--stacked-row-height:102px]',
  '[--stacked-row-height:120px]',
  '[--stacked-row-height:138px]',
  '[--stacked-row-height:156px]',
];

/** How many lines a card has below its usual two. */
export function moreLinesOf(columns: readonly Pick<Column<never>, 'narrow'>[]): number {
  return Math.ceil(columns.filter(({ narrow }) => narrow === 'more').length / 2);
}

/** The class that makes cards so much higher. */
export function cardLines(more: number): string {
  return CARD_HEIGHTS[Math.min(more, CARD_HEIGHTS.length - 1)] ?? '';
}
