import { Problem } from '#components/frame/problem.tsx';
import { OverviewPage } from '#components/overview/overview-page.tsx';
import { type PageQuery, readPageView, requirePageUser } from '#lib/http/page.ts';
import { viewerOf } from '#lib/views/_shared/viewer.ts';
import { overviewView } from '#lib/views/overview/read.ts';

export const metadata = { title: 'Overview' };

export default async function Page({ searchParams }: { searchParams: Promise<PageQuery> }) {
  const context = await requirePageUser('/', await searchParams);
  const view = await readPageView(context, overviewView, {});
  return 'problem' in view ? (
    <Problem {...view.problem} />
  ) : (
    <OverviewPage initial={view.result} viewer={viewerOf(context)} />
  );
}
