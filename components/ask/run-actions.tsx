'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Refusal } from '#components/frame/refusal.tsx';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { CommandError, sendCommand } from '#lib/browser/commands/send-command.ts';
import type { RunPageData } from './gateway-query.ts';

/** What can be done with a request now; `refusal` is told by whoever draws it, because it takes more room than a button. */
export function useRunActions({ run: { id } }: Pick<RunPageData, 'run'>) {
  const router = useRouter();
  const [busy, setBusy] = useState<'open' | 'cancel' | null>(null);
  const [refusal, setRefusal] = useState<CommandError | null>(null);
  const send = async (what: 'open' | 'cancel') => {
    setBusy(what);
    setRefusal(null);
    try {
      const answer = await sendCommand<{ id: string }>(what === 'open' ? 'open-run' : 'cancel-run', { runId: id });
      if (what === 'open') {
        router.push(`/changes/${answer.id}`);
        return;
      }
    } catch (error) {
      setRefusal(error instanceof CommandError ? error : new CommandError({}));
    }
    setBusy(null);
  };
  return { busy, refusal: refusal && <Refusal refusal={refusal} returnTo={`/ask/${id}`} />, send };
}

export type RunActionsProps = {
  data: RunPageData;
  busy: 'open' | 'cancel' | null;
  send: (what: 'open' | 'cancel') => Promise<void>;
};

export function RunActions({ data, busy, send }: RunActionsProps) {
  const { run, abilities, change, preview } = data;
  const path = run.draft?.path;
  const isRefused = (run.draft?.problem ?? null) !== null || preview === null;
  return (
    <>
      {abilities.cancel && (
        <Button variant="ghost" busy={busy === 'cancel'} onClick={() => void send('cancel')}>
          {run.state === 'draft' ? 'Throw away' : 'Cancel'}
        </Button>
      )}
      {abilities.askAgain && <ButtonLink href={`/ask?from=${run.id}`}>Ask in other words</ButtonLink>}
      {abilities.open && path?.kind === 'template' && (
        <ButtonLink href={`/new/${path.templateId}?run=${run.id}`}>Edit in the form</ButtonLink>
      )}
      {abilities.open && (
        <Button
          variant="primary"
          busy={busy === 'open'}
          disabled={isRefused}
          title={isRefused ? 'Something is still wrong with this draft.' : undefined}
          onClick={() => void send('open')}
        >
          Open a merge request
        </Button>
      )}
      {change !== null && (
        <ButtonLink href={`/changes/${change.id}`} variant="primary">
          Look at the change
        </ButtonLink>
      )}
    </>
  );
}
