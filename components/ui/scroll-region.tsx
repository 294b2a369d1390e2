import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** Something too wide for a narrow screen, which scrolls by itself; reachable by keyboard so that its end can be read. */
export function ScrollRegion({
  label,
  className,
  children,
}: {
  label: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys scroll only what has the focus.
      tabIndex={0}
      className={classNames('overflow-x-auto focus-visible:-outline-offset-2', className)}
    >
      {children}
    </section>
  );
}
