'use client';

import { useState } from 'react';
import { announce } from '#components/ui/announcements.ts';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { useShortcut } from '#components/ui/shortcuts/use-shortcut.ts';
import { CommandError, sendCommand } from '#lib/browser/commands/send-command.ts';
import type { ChangeAbilities, ChangeData } from '#lib/views/change/read.ts';

export type ChangeActionsProps = {
  data: Pick<ChangeData, 'change' | 'forge'>;
  abilities: ChangeAbilities;
  /** Roles decide which buttons there are; the server decides whether they work. */
  may: { approve: boolean; merge: boolean; close: boolean };
  hasApproved: boolean;
};

type Asked = 'approve' | 'merge' | 'close';
const KEYS = 'On a change';

/** Approve, merge, close: each asks once more, names the commit, and says what the server answered. */
export function ChangeActions({ data, abilities, may, hasApproved }: ChangeActionsProps) {
  const { change, forge } = data;
  const [asked, setAsked] = useState<Asked | null>(null);
  const reviewable = change.phase === 'open' || change.phase === 'approved';
  const canApprove = reviewable && may.approve && abilities.approve.allowed && !hasApproved;
  const canMerge = change.phase === 'approved' && may.merge;
  useShortcut('a', 'Approve', KEYS, () => setAsked('approve'), canApprove);
  useShortcut('m', 'Merge', KEYS, () => setAsked('merge'), canMerge);
  return (
    <>
      {reviewable && may.close && (
        <Button variant="ghost" onClick={() => setAsked('close')}>
          Close
        </Button>
      )}
      {reviewable && may.approve && (
        <Button
          variant={change.phase === 'open' ? 'primary' : 'secondary'}
          disabled={!canApprove}
          title={
            hasApproved
              ? 'You have approved this commit.'
              : abilities.approve.allowed
                ? undefined
                : abilities.approve.reason
          }
          onClick={() => setAsked('approve')}
        >
          {hasApproved ? 'Approved by you' : 'Approve'}
        </Button>
      )}
      {reviewable && may.merge && (
        <Button
          variant={canMerge ? 'primary' : 'secondary'}
          disabled={!canMerge}
          title={canMerge ? undefined : 'It needs its approvals and clean checks first.'}
          onClick={() => setAsked('merge')}
        >
          Merge
        </Button>
      )}
      {change.mergeRequest !== null && <ButtonLink href={change.mergeRequest.url}>Open on {forge.name}</ButtonLink>}
      {asked !== null && (
        // What was asked first may end after the next question stands: then it leaves that one alone.
        <Confirm
          key={asked}
          asked={asked}
          change={change}
          onClose={() => setAsked((now) => (now === asked ? null : now))}
        />
      )}
    </>
  );
}

const WORDS: Record<Asked, { title: string; button: string; done: string; command: string }> = {
  approve: { title: 'Approve this commit', button: 'Approve', done: 'Approved', command: 'approve-change' },
  merge: { title: 'Merge this commit', button: 'Merge', done: 'Merged', command: 'merge-change' },
  close: { title: 'Close this change', button: 'Close it', done: 'Closed', command: 'close-change' },
};

function Confirm({ asked, change, onClose }: { asked: Asked; change: ChangeData['change']; onClose: () => void }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<CommandError | null>(null);
  const [secondLook, setSecondLook] = useState(false);
  const words = WORDS[asked];
  const needsLook = asked === 'approve' && change.origin.kind === 'ai';
  const send = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const sha = asked === 'close' ? {} : { sha: change.headSha };
      const look = asked === 'approve' ? { secondLook } : {};
      await sendCommand(words.command, { changeId: change.id, ...sha, ...look });
      announce(`${words.done}: ${change.title}`);
      onClose();
    } catch (error) {
      setProblem(error instanceof CommandError ? error : new CommandError({}));
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
            disabled={needsLook && !secondLook}
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
          {asked !== 'close' && change.headSha !== null && (
            <>
              , commit <code>{change.headSha.slice(0, 8)}</code>
            </>
          )}
          .
        </p>
        <p className="text-muted">
          {asked === 'approve' && 'Your approval is given with your own account, of exactly this commit.'}
          {asked === 'merge' &&
            'It is merged with your own account, exactly this commit. The cluster follows by itself.'}
          {asked === 'close' && 'The merge request is closed. The branch stays, so nothing is lost.'}
        </p>
        {needsLook && (
          <Checkbox
            label="I have read every file of it."
            checked={secondLook}
            onChange={(event) => setSecondLook(event.target.checked)}
          />
        )}
        {problem !== null && (
          <p role="alert" className="rounded-md bg-bad-soft p-2 text-bad">
            {problem.message} {problem.suggestion}
          </p>
        )}
      </div>
    </Dialog>
  );
}
