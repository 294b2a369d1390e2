import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export type CardProps = {
  title?: ReactNode;
  /** Beside the title: a freshness chip, a link to more. */
  actions?: ReactNode;
  /** Level of the title among the page's headings; 2 unless told. */
  level?: 2 | 3;
  /** Leaves out the inner space, for tables and lists that bring their own. */
  flush?: boolean;
  className?: string;
  children: ReactNode;
};

/** A part of a page with its own heading. */
export function Card({ title, actions, level = 2, flush, className, children }: CardProps) {
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <section className={classNames('min-w-0 rounded-lg border border-line bg-surface', className)}>
      {(title || actions) && (
        <header className="flex min-h-10 flex-wrap items-center justify-between gap-x-3 gap-y-1 border-line border-b px-4 py-1.5">
          {title && <Heading className="font-medium text-sm">{title}</Heading>}
          {actions && <div className="flex items-center gap-2">{actions}</div>}
        </header>
      )}
      <div className={flush ? undefined : 'p-4'}>{children}</div>
    </section>
  );
}
