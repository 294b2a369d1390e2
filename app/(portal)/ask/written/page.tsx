import { WrittenPage } from '#components/ask/written-page.tsx';
import { Problem } from '#components/frame/problem.tsx';
import { type PageQuery, readPageView, requirePageUser } from '#lib/http/page.ts';
import { gatewayWrittenView } from '#lib/views/gateway/written.ts';

export const metadata = { title: 'What models wrote' };

export default async function Page({ searchParams }: { searchParams: Promise<PageQuery> }) {
  const context = await requirePageUser('/ask/written', await searchParams);
  const view = await readPageView(context, gatewayWrittenView, {});
  return 'problem' in view ? <Problem {...view.problem} /> : <WrittenPage initial={view.result} />;
}
