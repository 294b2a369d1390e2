import { redirect } from 'next/navigation';
import { SignInPage } from '#components/sign-in/sign-in-page.tsx';
import { ownPath } from '#lib/domain/value/own-path.ts';
import { currentUser, problemOfCookie } from '#lib/http/page.ts';
import { getPortal } from '#lib/runtime/portal.ts';

export const metadata = { title: 'Sign in' };

type Search = Promise<Record<string, string | string[] | undefined>>;

export default async function Page({ searchParams }: { searchParams: Search }) {
  const { returnTo: wanted } = await searchParams;
  const returnTo = ownPath(wanted);
  if ((await currentUser()) !== null) {
    redirect(returnTo);
  }
  const { services, config } = await getPortal();
  return (
    <SignInPage
      forge={services.signIn.provider?.name ?? null}
      returnTo={returnTo}
      problem={await problemOfCookie(services)}
      isSandbox={config.sandbox !== undefined}
    />
  );
}
