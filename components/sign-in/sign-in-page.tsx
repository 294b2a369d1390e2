import { Logo } from '#components/shell/logo.tsx';
import { SignInPanel, type SignInPanelProps } from './sign-in-panel.tsx';

export function SignInPage({ isSandbox, ...panel }: SignInPanelProps & { isSandbox: boolean }) {
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <div className="flex w-full max-w-sm flex-col gap-6">
        <div className="flex flex-col gap-2">
          <Logo />
          <h1 className="font-semibold text-xl tracking-tight">Sign in</h1>
          <p className="text-muted text-sm">
            {panel.forge === null
              ? 'This portal has one user. Only people who can reach it can use it.'
              : `With your ${panel.forge} account. Portolan acts there in your name, and can do only what you may do yourself.`}
          </p>
        </div>
        <SignInPanel {...panel} />
        {isSandbox && (
          <p className="rounded-md bg-warn-soft p-3 text-sm text-warn">
            Connected to a sandbox:{' '}
            {panel.forge === null
              ? 'nothing you do here reaches a real platform.'
              : `its ${panel.forge} is not a real one, and says itself who you can sign in as.`}
          </p>
        )}
      </div>
    </main>
  );
}
