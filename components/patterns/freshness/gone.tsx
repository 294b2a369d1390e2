import type { IconName } from '#components/ui/icon-paths.ts';
import { Link } from '#components/ui/link.tsx';
import { hasData, type SourceStatus } from '#lib/domain/source/source.ts';
import { EmptyState } from '../empty-state.tsx';
import { NotKnown } from './not-known.tsx';

export type GoneProps = {
  /** What the page is about: `application`. */
  what: string;
  icon: IconName;
  /** What tells whether it is there. */
  sources: readonly SourceStatus[];
  /** Where the others are. */
  listHref: string;
};

/** In place of a page's content when what it is about is no longer told of: it was removed, or nobody can tell any more. */
export function Gone({ what, icon, sources, listHref }: GoneProps) {
  return sources.every(hasData) ? (
    <EmptyState
      icon={icon}
      title={`This ${what} is no longer there`}
      hint={<Link href={listHref}>See those that are</Link>}
    />
  ) : (
    <NotKnown sources={sources} title={`This ${what} cannot be looked at now`} />
  );
}
