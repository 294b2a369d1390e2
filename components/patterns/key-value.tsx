import type { ReactNode } from 'react';
import { classNames } from '#components/ui/class-names.ts';

export type KeyValueItem = { label: string; value: ReactNode };

/** Names and values; what has no value should say why instead of being empty. */
export function KeyValueList({ items, className }: { items: readonly KeyValueItem[]; className?: string }) {
  return (
    <dl
      className={classNames(
        'grid grid-cols-1 gap-x-6 text-sm sm:grid-cols-[minmax(7rem,auto)_minmax(0,1fr)]',
        className,
      )}
    >
      {items.map((item) => (
        <div key={item.label} className="contents">
          <dt className="pt-1 text-muted sm:py-1">{item.label}</dt>
          <dd className="min-w-0 pb-1 sm:py-1">{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
