import { Problem } from '#components/frame/problem.tsx';
import { TemplatePage } from '#components/new/template-page.tsx';
import { readPageView, requirePageUser } from '#lib/http/page.ts';
import { templateView } from '#lib/views/templates/read.ts';

export const metadata = { title: 'New' };

export default async function Page({ params }: { params: Promise<{ template: string }> }) {
  const { template } = await params;
  const context = await requirePageUser(`/new/${template}`);
  const view = await readPageView(context, templateView, { id: template });
  return 'problem' in view ? (
    <Problem {...view.problem} />
  ) : (
    <TemplatePage template={view.result.data} accountId={context.actor.accountId} />
  );
}
