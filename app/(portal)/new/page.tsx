import { Problem } from '#components/frame/problem.tsx';
import { TemplateList } from '#components/new/template-list.tsx';
import { type PageQuery, readPageView, requirePageUser } from '#lib/http/page.ts';
import { templatesView } from '#lib/views/templates/read.ts';

export const metadata = { title: 'New' };

export default async function Page({ searchParams }: { searchParams: Promise<PageQuery> }) {
  const context = await requirePageUser('/new', await searchParams);
  const view = await readPageView(context, templatesView, {});
  return 'problem' in view ? <Problem {...view.problem} /> : <TemplateList {...view.result.data} />;
}
