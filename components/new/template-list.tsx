import { EmptyState } from '#components/patterns/empty-state.tsx';
import { PageHeader } from '#components/patterns/page-header.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { Link } from '#components/ui/link.tsx';
import type { TemplatesData } from '#lib/views/templates/read.ts';

/** What can be made with a form. */
export function TemplateList({ templates, canAsk }: TemplatesData) {
  return (
    <div className="flex min-w-0 max-w-5xl flex-col gap-5">
      <PageHeader
        title="New"
        description="Choose what to make. Nothing is sent before you have seen the files."
        actions={canAsk && <ButtonLink href="/ask">Say it in words</ButtonLink>}
      />
      {templates.length === 0 && (
        <EmptyState
          icon="templates"
          title="There are no templates"
          hint="The portal's log says why if some could not be read."
        />
      )}
      <ul className="grid gap-3 sm:grid-cols-2">
        {templates.map(({ id, title, description, tags, owner }) => (
          <li key={id} className="relative rounded-lg border border-line bg-surface p-4 hover:bg-hover">
            <h2 className="font-medium">
              <Link href={`/new/${id}`} look="plain" className="after:absolute after:inset-0">
                {title}
              </Link>
            </h2>
            <p className="mt-1 text-muted text-sm">{description}</p>
            <p className="mt-3 flex flex-wrap items-center gap-1.5 text-muted text-xs">
              {tags.map((tag) => (
                <Badge key={tag}>{tag}</Badge>
              ))}
              <span className="ms-auto">kept by {owner}</span>
            </p>
          </li>
        ))}
      </ul>
    </div>
  );
}
