import { Fragment, type ReactNode } from 'react';
import { Link } from '#components/ui/link.tsx';

export type Crumb = { label: string; href: string };

export type PageHeaderProps = {
  title: ReactNode;
  /** The way here, outermost first, without this page. */
  crumbs?: readonly Crumb[];
  /** One sentence: what this is or how it stands; a text or an element of its own. */
  description?: ReactNode;
  /** Badges and chips beside the title. */
  marks?: ReactNode;
  actions?: ReactNode;
};

/** The head of a page with its only `h1`. */
export function PageHeader({ title, crumbs = [], description, marks, actions }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0 max-w-full">
        {crumbs.length > 0 && (
          <nav aria-label="Breadcrumb" className="mb-1 flex flex-wrap items-center gap-1 text-muted text-xs">
            {crumbs.map((crumb) => (
              <Fragment key={crumb.href}>
                <Link href={crumb.href} look="plain" className="py-1 hover:text-ink hover:underline">
                  {crumb.label}
                </Link>
                <span aria-hidden="true">/</span>
              </Fragment>
            ))}
          </nav>
        )}
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="min-w-0 font-semibold text-xl tracking-tight">{title}</h1>
          {marks}
        </div>
        {description && <div className="mt-0.5 max-w-3xl text-muted text-sm">{description}</div>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}
