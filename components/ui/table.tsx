import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';
import { ScrollRegion } from './scroll-region.tsx';

export type TableProps = ComponentProps<'table'> & {
  /** What the table is about; read out, not shown. */
  caption: string;
};

/**
 * A plain table for a few dozen rows; `DataTable` is for more. Wide ones scroll by themselves. Every part says its role,
 * because one that is laid out otherwise (a row as a card, on narrow screens) loses what its tag says to screen readers.
 */
export function Table({ caption, className, children, ...rest }: TableProps) {
  return (
    <ScrollRegion label={caption}>
      {/* biome-ignore lint/a11y/noRedundantRoles: see above. */}
      <table role="table" className={classNames('w-full border-collapse text-start text-sm', className)} {...rest}>
        <caption className="sr-only">{caption}</caption>
        {children}
      </table>
    </ScrollRegion>
  );
}

/** The row of headings. */
export function TableHead(props: ComponentProps<'thead'>) {
  // biome-ignore lint/a11y/noRedundantRoles: see Table.
  return <thead role="rowgroup" {...props} />;
}

/** All other rows. */
export function TableBody(props: ComponentProps<'tbody'>) {
  // biome-ignore lint/a11y/noRedundantRoles: see Table.
  return <tbody role="rowgroup" {...props} />;
}

/** A row. */
export function TableRow({ className, ...rest }: ComponentProps<'tr'>) {
  // biome-ignore lint/a11y/noRedundantRoles: see Table.
  return <tr role="row" className={classNames('border-line border-b last:border-b-0', className)} {...rest} />;
}

/** A heading of a column, or of a row with `scope="row"`. */
export function TableHeading({ className, scope = 'col', ...rest }: ComponentProps<'th'>) {
  const isColumn = scope === 'col';
  const look = isColumn ? 'h-8 whitespace-nowrap text-muted text-xs' : 'h-9';
  return (
    <th
      role={isColumn ? 'columnheader' : 'rowheader'}
      scope={scope}
      className={classNames('px-3 text-start font-medium', look, className)}
      {...rest}
    />
  );
}

/** A cell; `text-end` for figures. */
export function TableCell({ className, ...rest }: ComponentProps<'td'>) {
  // biome-ignore lint/a11y/noRedundantRoles: see Table.
  return <td role="cell" className={classNames('h-9 px-3 py-1.5', className)} {...rest} />;
}
