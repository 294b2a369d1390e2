import { AuditPage } from '#components/audit/audit-page.tsx';
import { Problem } from '#components/frame/problem.tsx';
import { type PageQuery, readPageView, requirePageUser } from '#lib/http/page.ts';
import { auditView } from '#lib/views/audit/read.ts';

export const metadata = { title: 'Audit log' };

export default async function Page({ searchParams }: { searchParams: Promise<PageQuery> }) {
  const query = await searchParams;
  const context = await requirePageUser('/audit', query);
  const { before, subject } = query;
  const view = await readPageView(context, auditView, {
    ...(typeof before === 'string' ? { before: Number(before) } : {}),
    ...(typeof subject === 'string' ? { subject } : {}),
  });
  return 'problem' in view ? <Problem {...view.problem} /> : <AuditPage data={view.result.data} />;
}
