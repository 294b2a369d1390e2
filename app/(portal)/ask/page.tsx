import { AskPage } from '#components/ask/ask-page.tsx';
import { Problem } from '#components/frame/problem.tsx';
import { type PageQuery, readPageView, requirePageUser } from '#lib/http/page.ts';
import { gatewayView } from '#lib/views/gateway/read.ts';

export const metadata = { title: 'Ask' };

export default async function Page({ searchParams }: { searchParams: Promise<PageQuery> }) {
  const query = await searchParams;
  const context = await requirePageUser('/ask', query);
  const from = typeof query.from === 'string' ? query.from.slice(0, 100) : '';
  const edits = typeof query.edits === 'string' ? query.edits.slice(0, 520) : '';
  const view = await readPageView(context, gatewayView, { from, edits });
  return 'problem' in view ? (
    <Problem {...view.problem} />
  ) : (
    <AskPage initial={view.result} accountId={context.actor.accountId} from={from} edits={edits} />
  );
}
