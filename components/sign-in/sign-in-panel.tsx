'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { safeHref } from '#components/ui/safe-href.ts';
import { CommandError, post } from '#lib/browser/commands/send-command.ts';

export type SignInPanelProps = {
  /** null in single-user mode. */
  forge: string | null;
  returnTo: string;
  /** Why the last attempt did not work. */
  problem: string | null;
};

/** The way in: with the forge, or as the single user of a laptop. */
export function SignInPanel({ forge, returnTo, problem }: SignInPanelProps) {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(problem);
  const go = async () => {
    setBusy(true);
    setRefusal(null);
    try {
      const path = forge === null ? '/api/session/single-user' : '/api/session/start';
      const { redirectUrl } = await post<{ redirectUrl: string }>(path, { returnTo });
      const target = safeHref(redirectUrl);
      if (target.kind === 'refused') {
        throw new TypeError('the sign-in leads to an address that is none');
      }
      window.location.assign(target.href);
    } catch (error) {
      setBusy(false);
      setRefusal(
        error instanceof CommandError ? `${error.message} ${error.suggestion}` : 'The sign-in did not work. Try again.',
      );
    }
  };
  return (
    <div className="flex flex-col gap-4">
      {refusal !== null && (
        <p role="alert" className="rounded-md bg-bad-soft p-3 text-bad text-sm">
          {refusal}
        </p>
      )}
      <Button variant="primary" busy={busy} onClick={go}>
        {forge === null ? 'Continue' : `Sign in with ${forge}`}
      </Button>
    </div>
  );
}
