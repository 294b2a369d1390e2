import { Problem } from '#components/frame/problem.tsx';
import { RunnersPage } from '#components/runners/runners-page.tsx';
import { type PageQuery, readPageView, requirePageUser } from '#lib/http/page.ts';
import { FIRST_RUNNERS, runnersView } from '#lib/views/runners/read.ts';
import { parseRunnersAddress } from '#lib/views/runners/selection-params.ts';

export const metadata = { title: 'Runners' };

export default async function Page({ searchParams }: { searchParams: Promise<PageQuery> }) {
  const query = await searchParams;
  const entries = Object.entries(query).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : []));
  const context = await requirePageUser('/runners', query);
  const { question, ...selection } = parseRunnersAddress(new URLSearchParams(entries));
  const params = { ...selection, ...(question === null ? {} : { question }), limit: FIRST_RUNNERS };
  const view = await readPageView(context, runnersView, params);
  return 'problem' in view ? <Problem {...view.problem} /> : <RunnersPage initial={view.result} params={params} />;
}
