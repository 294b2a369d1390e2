import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Link } from './link.tsx';

export type Tab = {
  id: string;
  label: string;
  href: string /** A figure beside the word. */;
  count?: number;
  mark?: ReactNode;
};

export type TabsProps = { label: string; tabs: readonly Tab[]; current: string };

/** Views of one thing as links, so that each has its own address. */
export function Tabs({ label, tabs, current }: TabsProps) {
  return (
    <nav aria-label={label} className="flex gap-4 overflow-x-auto border-line border-b">
      {tabs.map((tab) => (
        <Link
          key={tab.id}
          href={tab.href}
          look="plain"
          aria-current={tab.id === current ? 'page' : undefined}
          className={classNames(
            '-mb-px flex h-9 items-center gap-1.5 whitespace-nowrap border-b-2 text-sm focus-visible:-outline-offset-2',
            tab.id === current
              ? 'border-accent font-medium text-ink'
              : 'border-transparent text-muted hover:border-line-strong hover:text-ink',
          )}
        >
          {tab.label}
          {tab.mark}
          {tab.count !== undefined && (
            <span className="rounded-sm bg-idle-soft px-1 text-muted text-xs">{tab.count.toLocaleString('en')}</span>
          )}
        </Link>
      ))}
    </nav>
  );
}
