import { redirect } from 'next/navigation';
import { SignInPage } from '#components/sign-in/sign-in-page.tsx';
import { currentUser } from '#lib/http/page.ts';
import { getPortal } from '#lib/runtime/portal.ts';

export const metadata = { title: 'Sign in' };

export default async function Page({ searchParams }: { searchParams: Promise<Record<string, string | undefined>> }) {
  const { returnTo = '/', problem } = await searchParams;
  if ((await currentUser()) !== null) {
    redirect(returnTo.startsWith('/') && !/^\/[/\\]/.test(returnTo) ? returnTo : '/');
  }
  const { services, config } = await getPortal();
  return (
    <SignInPage
      forge={services.signIn.provider?.name ?? null}
      returnTo={returnTo}
      problem={problem?.slice(0, 300) ?? null}
      isSandbox={config.sandbox !== undefined}
    />
  );
}
