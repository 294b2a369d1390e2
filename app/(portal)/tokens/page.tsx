import { Problem } from '#components/frame/problem.tsx';
import { TokensPage } from '#components/tokens/tokens-page.tsx';
import { type PageQuery, readPageView, requirePageUser } from '#lib/http/page.ts';
import { tokensView } from '#lib/views/tokens/read.ts';

export const metadata = { title: 'Tokens' };

export default async function Page({ searchParams }: { searchParams: Promise<PageQuery> }) {
  const context = await requirePageUser('/tokens', await searchParams);
  const view = await readPageView(context, tokensView, {});
  return 'problem' in view ? <Problem {...view.problem} /> : <TokensPage initial={view.result} />;
}
