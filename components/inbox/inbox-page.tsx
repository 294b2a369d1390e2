'use client';

import { INBOX } from '#components/frame/inbox-query.ts';
import { NotKnown } from '#components/patterns/freshness/not-known.tsx';
import { PageHeader } from '#components/patterns/page-header.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { useView } from '#lib/browser/view/use-view.ts';
import type { Viewer } from '#lib/domain/inbox/row.ts';
import { hasData } from '#lib/domain/source/source.ts';
import type { ViewResult } from '#lib/views/_shared/view.ts';
import type { InboxData } from '#lib/views/inbox/read.ts';
import { ChangeList } from './change-list.tsx';

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
  const isKnown = data.rows.length > 0 || sources.every(hasData);
  return (
    <div className="flex min-w-0 max-w-5xl flex-col gap-5">
      <PageHeader
        title="Changes"
        description="Every change is a merge request that a person approves."
        actions={canPropose && <ButtonLink href="/new">New</ButtonLink>}
      />
      {isKnown ? (
        <ChangeList rows={data.rows} viewer={viewer} canPropose={canPropose} />
      ) : (
        <NotKnown sources={sources} />
      )}
    </div>
  );
}
