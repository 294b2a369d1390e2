import { ChangePage } from '#components/changes/change-page.tsx';
import { Problem } from '#components/frame/problem.tsx';
import { isAllowed } from '#lib/domain/actor/actor.ts';
import { viewerOf } from '#lib/http/frame.ts';
import { readPageView, requirePageUser } from '#lib/http/page.ts';
import { changeView } from '#lib/views/change/read.ts';

export const metadata = { title: 'Change' };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const context = await requirePageUser(`/changes/${id}`);
  const view = await readPageView(context, changeView, { id });
  const { actor } = context;
  const may = {
    approve: isAllowed(actor, 'change.approve'),
    merge: isAllowed(actor, 'change.merge'),
    close: isAllowed(actor, 'change.close'),
  };
  return 'problem' in view ? (
    <Problem {...view.problem} />
  ) : (
    <ChangePage initial={view.result} viewer={viewerOf(context)} may={may} />
  );
}
