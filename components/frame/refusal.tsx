import { ButtonLink } from '#components/ui/button.tsx';
import type { CommandError } from '#lib/browser/commands/send-command.ts';

/** What the server said of something that was sent, and the way to sign in again where that is what is missing. */
export function Refusal({ refusal, returnTo }: { refusal: CommandError; returnTo: string }) {
  const mayLink = refusal.code === 'link-account';
  const signIn = refusal.code === 'not-signed-in' || refusal.code === 'sign-in-again';
  return (
    <div
      role="alert"
      className="flex min-w-0 basis-full flex-wrap items-center gap-3 rounded-lg bg-bad-soft p-3 text-bad text-sm"
    >
      <p className="min-w-0 flex-1">
        {refusal.message} {refusal.suggestion}
      </p>
      {mayLink && <ButtonLink href={`/accounts?${new URLSearchParams({ returnTo })}`}>Link your account</ButtonLink>}
      {signIn && <ButtonLink href={`/sign-in?${new URLSearchParams({ returnTo })}`}>Sign in</ButtonLink>}
    </div>
  );
}
