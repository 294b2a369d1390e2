import { useState } from 'react';
import type { DraftHandle } from '#components/forms/draft/use-draft.ts';
import { CommandError, sendCommand } from '#lib/browser/commands/send-command.ts';
import { useIdempotencyKey } from './use-idempotency-key.ts';

/**
 * Sends what a form holds, once however often it is sent; the draft goes when it was taken, and is kept where it was refused.
 * @param onDone is given the id of what came of it
 */
export function useSubmission(
  command: string,
  { draft, draftKey, onDone }: { draft: Pick<DraftHandle, 'discard'>; draftKey: string; onDone: (id: string) => void },
) {
  const key = useIdempotencyKey(draftKey);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<CommandError | null>(null);
  const submit = async (input: Record<string, unknown>) => {
    setBusy(true);
    setRefusal(null);
    try {
      const { id } = await sendCommand<{ id: string }>(command, { ...input, idempotencyKey: key.value });
      draft.discard();
      key.renew();
      onDone(id);
    } catch (error) {
      setRefusal(error instanceof CommandError ? error : new CommandError({}));
      setBusy(false);
    }
  };
  return { busy, refusal, forget: () => setRefusal(null), submit };
}
