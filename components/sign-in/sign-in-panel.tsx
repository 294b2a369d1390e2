'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { leaveFor } from '#lib/browser/commands/leave-for.ts';
import { goTo } from './go-to.ts';

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
    const path = forge === null ? '/api/session/single-user' : '/api/session/start';
    const why = await leaveFor(path, { returnTo }, goTo);
    if (why !== null) {
      setBusy(false);
      setRefusal(why);
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
