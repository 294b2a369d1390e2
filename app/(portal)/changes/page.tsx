import { Problem } from '#components/frame/problem.tsx';
import { InboxPage } from '#components/inbox/inbox-page.tsx';
import { isAllowed } from '#lib/domain/actor/actor.ts';
import { type PageQuery, readPageView, requirePageUser } from '#lib/http/page.ts';
import { viewerOf } from '#lib/views/_shared/viewer.ts';
import { inboxView } from '#lib/views/inbox/read.ts';

export const metadata = { title: 'Changes' };

export default async function Page({ searchParams }: { searchParams: Promise<PageQuery> }) {
  const context = await requirePageUser('/changes', await searchParams);
  const view = await readPageView(context, inboxView, {});
  return 'problem' in view ? (
    <Problem {...view.problem} />
  ) : (
    <InboxPage initial={view.result} viewer={viewerOf(context)} canPropose={isAllowed(context.actor, 'change.open')} />
  );
}
