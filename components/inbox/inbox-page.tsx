'use client';

import { useCallback, useMemo } from 'react';
import { INBOX } from '#components/frame/inbox-query.ts';
import { useAddressState } from '#components/frame/use-address-state.ts';
import { EmptyState } from '#components/patterns/empty-state.tsx';
import { FilterChips } from '#components/patterns/filter-chips.tsx';
import { NotKnown } from '#components/patterns/freshness/not-known.tsx';
import { PageHeader } from '#components/patterns/page-header.tsx';
import { SearchInput } from '#components/patterns/search-input.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { Link } from '#components/ui/link.tsx';
import { useView } from '#lib/browser/view/use-view.ts';
import type { Viewer } from '#lib/domain/inbox/row.ts';
import { hasData } from '#lib/domain/source/source.ts';
import type { ViewResult } from '#lib/views/_shared/view.ts';
import type { InboxData } from '#lib/views/inbox/read.ts';
import { ChangeList } from './change-list.tsx';
import { filterChanges, INBOX_ADDRESS, ORIGINS, otherRepositories } from './inbox-filter.ts';

const ORIGIN_WORDS: Record<(typeof ORIGINS)[number], string> = {
  template: 'Forms',
  ai: 'Models',
  forge: 'Branches',
};

/** Every change to the platform that is open or was: what waits for the person first. */
export function InboxPage({
  initial,
  viewer,
  canPropose,
}: {
  initial: ViewResult<InboxData>;
  viewer: Viewer;
  canPropose: boolean;
}) {
  const { data, sources } = useView(INBOX, initial);
  const { state, href, select } = useAddressState(INBOX_ADDRESS);
  const rows = useMemo(() => filterChanges(data.rows, state), [data.rows, state]);
  const repositories = useMemo(() => otherRepositories(data.rows), [data.rows]);
  const onSearch = useCallback((search: string) => select({ search }), [select]);
  const isKnown = data.rows.length > 0 || sources.every(hasData);
  return (
    <div className="flex min-w-0 max-w-5xl flex-col gap-5">
      <PageHeader
        title="Changes"
        description="Every change is a merge request that a person approves."
        actions={canPropose && <ButtonLink href="/new">New</ButtonLink>}
      />
      {data.rows.length > 0 && (
        <div className="flex flex-wrap items-center gap-3">
          <SearchInput label="Search changes" value={state.search} onChange={onSearch} />
          <FilterChips
            label="Filter changes by where they come from"
            chips={ORIGINS.map((origin) => ({
              id: origin,
              label: ORIGIN_WORDS[origin],
              href: href({ origin: state.origin === origin ? null : origin }),
              isOn: state.origin === origin,
              count: filterChanges(data.rows, { ...state, origin }).length,
            }))}
            onToggle={(id) => select({ origin: ORIGINS.find((one) => one === id && one !== state.origin) ?? null })}
          />
          {repositories.length > 0 && (
            <FilterChips
              label="Filter changes by their repository"
              chips={repositories.map((path) => ({
                id: path,
                label: path,
                href: href({ repository: state.repository === path ? null : path }),
                isOn: state.repository === path,
                count: filterChanges(data.rows, { ...state, repository: path }).length,
              }))}
              onToggle={(id) => select({ repository: id === state.repository ? null : id })}
            />
          )}
        </div>
      )}
      {isKnown && rows.length === 0 && data.rows.length > 0 ? (
        <EmptyState icon="search" title="No change is like that" action={<Link href="/changes">Show all</Link>} />
      ) : isKnown ? (
        <ChangeList rows={rows} viewer={viewer} canPropose={canPropose} />
      ) : (
        <NotKnown sources={sources} />
      )}
    </div>
  );
}
