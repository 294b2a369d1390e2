import { AccountsPage } from '#components/accounts/accounts-page.tsx';
import { Problem } from '#components/frame/problem.tsx';
import { ownPath } from '#lib/domain/value/own-path.ts';
import { type PageQuery, problemOfCookie, readPageView, requirePageUser } from '#lib/http/page.ts';
import { accountsView } from '#lib/views/accounts/read.ts';

export const metadata = { title: 'Accounts' };

export default async function Page({ searchParams }: { searchParams: Promise<PageQuery> }) {
  const query = await searchParams;
  const context = await requirePageUser('/accounts', query);
  const view = await readPageView(context, accountsView, {});
  const returnTo = query.returnTo === undefined ? '/accounts' : ownPath(query.returnTo);
  return 'problem' in view ? (
    <Problem {...view.problem} />
  ) : (
    <AccountsPage initial={view.result} returnTo={returnTo} problem={await problemOfCookie(context.services)} />
  );
}
