'use client';

import { useState } from 'react';
import { Refusal } from '#components/frame/refusal.tsx';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { CommandError, sendCommand } from '#lib/browser/commands/send-command.ts';
import { type ChangeProblem, isReviewable } from '#lib/domain/change/change.ts';
import type { ChangeData } from '#lib/views/change/read.ts';
import { type SeenCommit, unseenOf } from './use-seen-commit.ts';

export type AskedAction = 'approve' | 'request' | 'merge' | 'close' | 'rebase';

/** Those that are about a commit. */
const OF_COMMIT: readonly AskedAction[] = ['approve', 'request', 'merge'];

export type ConfirmActionProps = {
  asked: AskedAction;
  /** The commit that the person looked at when they asked; the change may have another one by now. */
  seen: SeenCommit | null;
  change: ChangeData['change'];
  onClose: () => void;
};

const WORDS: Record<AskedAction, { title: string; button: string; command: string; hint: string }> = {
  approve: {
    title: 'Approve this commit',
    button: 'Approve',
    command: 'approve-change',
    hint: 'Your approval is given with your own account, of exactly this commit.',
  },
  request: {
    title: 'Ask for changes of this commit',
    button: 'Ask for changes',
    command: 'request-changes',
    hint: 'What you say is put under the merge request in your name. It is not merged here until a new commit comes, or you approve it.',
  },
  merge: {
    title: 'Merge this commit',
    button: 'Merge',
    command: 'merge-change',
    hint: 'It is merged with your own account, exactly this commit. The cluster follows by itself.',
  },
  rebase: {
    title: 'Rebase this change',
    button: 'Rebase',
    command: 'rebase-change',
    hint: 'Its commits are put onto the end of the target branch with your account. The new commit is checked anew, approvals fall, and you count among those who pushed it.',
  },
  close: {
    title: 'Close this change',
    button: 'Close it',
    command: 'close-change',
    hint: 'The merge request is closed. The branch stays, so nothing is lost.',
  },
};

/** Why what was asked can no longer be done, since the dialog opened; null while it can. */
function overtaken({ asked, seen, change }: ConfirmActionProps): string | null {
  if (!isReviewable(change.phase)) {
    return 'This change is not under review any more; the page shows where it stands now.';
  }
  const unseen = OF_COMMIT.includes(asked) ? unseenOf(seen, change) : null;
  if (unseen === null) {
    return null;
  }
  const what =
    unseen === 'commit'
      ? `A new commit arrived (${change.headSha?.slice(0, 8)})`
      : `${change.targetBranch} has moved, so that this commit brings other things now`;
  return `${what}. Look at what changed, then decide again.`;
}

/** Asks once more, names the commit, and says what the server answered. What is sent is the commit that it named first. */
export function ConfirmAction(props: ConfirmActionProps) {
  const { asked, seen, change, onClose } = props;
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<CommandError | null>(null);
  const [secondLook, setSecondLook] = useState(false);
  const [said, setSaid] = useState('');
  const words = WORDS[asked];
  const needsLook = asked === 'approve' && change.origin.kind === 'ai';
  const problem = refusal !== null || busy ? null : overtaken(props);
  const send = async () => {
    setBusy(true);
    setRefusal(null);
    try {
      const commit = OF_COMMIT.includes(asked) ? { sha: seen?.sha } : {};
      const look =
        asked === 'approve' ? { secondLook, diffHash: seen?.diffHash } : asked === 'request' ? { body: said } : {};
      const after = await sendCommand<{ problem?: ChangeProblem | null }>(words.command, {
        changeId: change.id,
        ...commit,
        ...look,
      });
      // What the portal goes on with by itself stands on the page, with where it is.
      if (after.problem == null || after.problem.retrying) {
        onClose();
      } else {
        setRefusal(new CommandError({ ...after.problem, code: 'refused' }));
      }
    } catch (error) {
      setRefusal(error instanceof CommandError ? error : new CommandError({}));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.title}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button
            variant={asked === 'close' ? 'danger' : 'primary'}
            busy={busy}
            disabled={
              (needsLook && !secondLook) || (asked === 'request' && said.trim() === '') || overtaken(props) !== null
            }
            data-first-focus
            onClick={send}
          >
            {words.button}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 text-sm">
        <p>
          {change.title}
          {OF_COMMIT.includes(asked) && seen !== null && (
            <>
              , commit <code>{seen.sha.slice(0, 8)}</code>
            </>
          )}
          .
        </p>
        <p className="text-muted">{words.hint}</p>
        {asked === 'request' && (
          <Field id="asked-for" label="What should be different">
            {(control) => (
              <Textarea {...control} value={said} maxLength={10_000} onChange={({ target }) => setSaid(target.value)} />
            )}
          </Field>
        )}
        {needsLook && (
          <Checkbox
            label="I have read every file of it."
            checked={secondLook}
            onChange={(event) => setSecondLook(event.target.checked)}
          />
        )}
        {refusal !== null && <Refusal refusal={refusal} returnTo={`/changes/${change.id}`} />}
        {problem !== null && (
          <p role="alert" className="rounded-md bg-bad-soft p-2 text-bad">
            {problem}
          </p>
        )}
      </div>
    </Dialog>
  );
}
