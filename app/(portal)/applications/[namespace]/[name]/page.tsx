import type { Metadata } from 'next';
import { ApplicationPage } from '#components/applications/application-page.tsx';
import { Problem } from '#components/frame/problem.tsx';
import { type PageQuery, readPageView, requirePageUser } from '#lib/http/page.ts';
import { applicationView } from '#lib/views/application/read.ts';

type Params = { params: Promise<{ namespace: string; name: string }>; searchParams: Promise<PageQuery> };

export async function generateMetadata({ params }: Pick<Params, 'params'>): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) };
}

export default async function Page({ params, searchParams }: Params) {
  const { namespace, name } = await params;
  const context = await requirePageUser(`/applications/${namespace}/${name}`, await searchParams);
  const wanted = { namespace: decodeURIComponent(namespace), name: decodeURIComponent(name) };
  const view = await readPageView(context, applicationView, wanted);
  return 'problem' in view ? <Problem {...view.problem} /> : <ApplicationPage initial={view.result} />;
}
