import { cookies } from 'next/headers';
import { ChangePage } from '#components/changes/change-page.tsx';
import { Problem } from '#components/frame/problem.tsx';
import { DIFF_COOKIE, readDiffStyle } from '#components/patterns/diff/diff-style.ts';
import { isAllowed } from '#lib/domain/actor/actor.ts';
import { type PageQuery, readPageView, requirePageUser } from '#lib/http/page.ts';
import { viewerOf } from '#lib/views/_shared/viewer.ts';
import { changeView } from '#lib/views/change/read.ts';

export const metadata = { title: 'Change' };

export default async function Page(props: { params: Promise<{ id: string }>; searchParams: Promise<PageQuery> }) {
  const { id } = await props.params;
  const context = await requirePageUser(`/changes/${id}`, await props.searchParams);
  const view = await readPageView(context, changeView, { id });
  const { actor } = context;
  const may = {
    open: isAllowed(actor, 'change.open'),
    approve: isAllowed(actor, 'change.approve'),
    merge: isAllowed(actor, 'change.merge'),
    close: isAllowed(actor, 'change.close'),
    rebase: isAllowed(actor, 'change.rebase'),
    comment: isAllowed(actor, 'change.comment'),
    review: context.services.gateway !== null && isAllowed(actor, 'gateway.ask'),
  };
  return 'problem' in view ? (
    <Problem {...view.problem} />
  ) : (
    <ChangePage
      initial={view.result}
      viewer={viewerOf(context)}
      may={may}
      diffStyle={readDiffStyle((await cookies()).get(DIFF_COOKIE)?.value)}
    />
  );
}
