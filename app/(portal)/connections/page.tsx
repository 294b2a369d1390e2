import { ConnectionsPage } from '#components/connections/connections-page.tsx';
import { Problem } from '#components/frame/problem.tsx';
import { type PageQuery, readPageView, requirePageUser } from '#lib/http/page.ts';
import { connectionsView } from '#lib/views/connections/read.ts';

export const metadata = { title: 'Connections' };

export default async function Page({ searchParams }: { searchParams: Promise<PageQuery> }) {
  const context = await requirePageUser('/connections', await searchParams);
  const view = await readPageView(context, connectionsView, {});
  return 'problem' in view ? <Problem {...view.problem} /> : <ConnectionsPage initial={view.result} />;
}
