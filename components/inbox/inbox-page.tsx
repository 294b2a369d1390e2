'use client';

import { INBOX } from '#components/frame/inbox-query.ts';
import { PageHeader } from '#components/patterns/page-header.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { useView } from '#lib/browser/view/use-view.ts';
import type { Viewer } from '#lib/domain/inbox/row.ts';
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
  const { data } = useView(INBOX, initial);
  return (
    <div className="flex min-w-0 max-w-5xl flex-col gap-5">
      <PageHeader
        title="Changes"
        description="Every change is a merge request that a person approves."
        actions={canPropose && <ButtonLink href="/new">New</ButtonLink>}
      />
      <ChangeList rows={data.rows} viewer={viewer} canPropose={canPropose} />
    </div>
  );
}
