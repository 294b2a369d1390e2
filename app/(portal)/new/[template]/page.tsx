import { Problem } from '#components/frame/problem.tsx';
import { TemplatePage } from '#components/new/template-page.tsx';
import { type PageQuery, readPageView, requirePageUser } from '#lib/http/page.ts';
import { templateView } from '#lib/views/templates/read.ts';

export const metadata = { title: 'New' };

export default async function Page(props: { params: Promise<{ template: string }>; searchParams: Promise<PageQuery> }) {
  const { template } = await props.params;
  const query = await props.searchParams;
  const context = await requirePageUser(`/new/${template}`, query);
  const from = typeof query.from === 'string' ? { from: query.from } : {};
  const run = typeof query.run === 'string' ? { run: query.run } : {};
  const view = await readPageView(context, templateView, { id: template, ...from, ...run });
  return 'problem' in view ? (
    <Problem {...view.problem} />
  ) : (
    <TemplatePage template={view.result.data} accountId={context.actor.accountId} />
  );
}
