import { AuditPage } from '#components/audit/audit-page.tsx';
import { Problem } from '#components/frame/problem.tsx';
import { readPageView, requirePageUser } from '#lib/http/page.ts';
import { auditView } from '#lib/views/audit/read.ts';

export const metadata = { title: 'Audit log' };

export default async function Page({ searchParams }: { searchParams: Promise<Record<string, string | undefined>> }) {
  const { before, subject } = await searchParams;
  const context = await requirePageUser('/audit');
  const view = await readPageView(context, auditView, {
    ...(before === undefined ? {} : { before: Number(before) }),
    ...(subject === undefined ? {} : { subject }),
  });
  return 'problem' in view ? <Problem {...view.problem} /> : <AuditPage data={view.result.data} subject={subject} />;
}
