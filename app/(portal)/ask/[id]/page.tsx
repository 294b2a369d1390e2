import { RunPage } from '#components/ask/run-page.tsx';
import { Problem } from '#components/frame/problem.tsx';
import { type PageQuery, readPageView, requirePageUser } from '#lib/http/page.ts';
import { gatewayRunView } from '#lib/views/gateway/run.ts';

export const metadata = { title: 'Request' };

export default async function Page(props: { params: Promise<{ id: string }>; searchParams: Promise<PageQuery> }) {
  const { id } = await props.params;
  const context = await requirePageUser(`/ask/${id}`, await props.searchParams);
  const view = await readPageView(context, gatewayRunView, { id });
  return 'problem' in view ? <Problem {...view.problem} /> : <RunPage initial={view.result} />;
}
