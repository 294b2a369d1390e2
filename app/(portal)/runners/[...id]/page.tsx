import type { Metadata } from 'next';
import { Problem } from '#components/frame/problem.tsx';
import { RunnerPage } from '#components/runners/runner-page.tsx';
import { type PageQuery, readPageView, requirePageUser } from '#lib/http/page.ts';
import { runnerView } from '#lib/views/runner/read.ts';

type Params = { params: Promise<{ id: string[] }>; searchParams: Promise<PageQuery> };

export const metadata: Metadata = { title: 'Runner' };

export default async function Page({ params, searchParams }: Params) {
  const { id } = await params;
  const context = await requirePageUser(`/runners/${id.join('/')}`, await searchParams);
  const view = await readPageView(context, runnerView, { id: id.map(decodeURIComponent).join('/') });
  return 'problem' in view ? <Problem {...view.problem} /> : <RunnerPage initial={view.result} />;
}
