import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';
import { ScrollRegion } from './scroll-region.tsx';

export type TableProps = ComponentProps<'table'> & {
  /** What the table is about; read out, not shown. */
  caption: string;
};

/** A plain table for a few dozen rows; `DataTable` is for more. Wide ones scroll by themselves. */
export function Table({ caption, className, children, ...rest }: TableProps) {
  return (
    <ScrollRegion label={caption}>
      <table className={classNames('w-full border-collapse text-start text-sm', className)} {...rest}>
        <caption className="sr-only">{caption}</caption>
        {children}
      </table>
    </ScrollRegion>
  );
}

/** A row. */
export function TableRow({ className, ...rest }: ComponentProps<'tr'>) {
  return <tr className={classNames('border-line border-b last:border-b-0', className)} {...rest} />;
}

/** A heading of a column, or of a row with `scope="row"`. */
export function TableHeading({ className, scope = 'col', ...rest }: ComponentProps<'th'>) {
  const look = scope === 'col' ? 'h-8 whitespace-nowrap text-muted text-xs' : 'h-9';
  return <th scope={scope} className={classNames('px-3 text-start font-medium', look, className)} {...rest} />;
}

/** A cell; `text-end` for figures. */
export function TableCell({ className, ...rest }: ComponentProps<'td'>) {
  return <td className={classNames('h-9 px-3 py-1.5', className)} {...rest} />;
}
