'use client';

import { useState } from 'react';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { useShortcut } from '#components/ui/shortcuts/use-shortcut.ts';
import { isBehind, isReviewable, REVERT_ID } from '#lib/domain/change/change.ts';
import { isClean } from '#lib/domain/guardrail/guardrail.ts';
import type { ChangeAbilities, ChangeData } from '#lib/views/change/read.ts';
import { type AskedAction, ConfirmAction } from './confirm-action.tsx';
import { type SeenCommit, unseenOf } from './use-seen-commit.ts';

export type ChangeActionsProps = {
  data: Pick<ChangeData, 'change' | 'forge' | 'canTakeBack'>;
  abilities: ChangeAbilities;
  /** Roles decide which buttons there are; the server decides whether they work. */
  may: {
    open: boolean;
    approve: boolean;
    merge: boolean;
    close: boolean;
    rebase: boolean;
    review: boolean;
    comment: boolean;
  };
  hasApproved: boolean;
  /** Whether the person asked for this change. */
  isOwn: boolean;
  /** The commit that the person has in sight: decisions are about this one only. */
  seen: SeenCommit | null;
};

const KEYS = 'On a change';

/** Why the person cannot approve the commit in sight; null when they can. */
function approvalObstacle({ data: { change }, abilities, hasApproved, seen }: ChangeActionsProps): string | null {
  if (hasApproved) {
    return 'You have approved this commit.';
  }
  const unseen = unseenOf(seen, change);
  if (unseen !== null) {
    return unseen === 'commit'
      ? 'A new commit arrived: look at it first.'
      : 'It brings other things now: look at them first.';
  }
  if (change.report === null || !isClean(change.report)) {
    return 'The guardrails have not passed this commit.';
  }
  return abilities.approve.allowed ? null : abilities.approve.reason;
}

/** Approve, merge, rebase, close: each asks once more and is about the commit that the person has in sight. */
export function ChangeActions(props: ChangeActionsProps) {
  const { data, may, hasApproved, isOwn, seen } = props;
  const { change, forge } = data;
  const [asked, setAsked] = useState<{ action: AskedAction; seen: SeenCommit | null } | null>(null);
  const ask = (action: AskedAction) => setAsked({ action, seen });
  const reviewable = isReviewable(change.phase);
  const obstacle = approvalObstacle(props);
  const canApprove = reviewable && may.approve && obstacle === null;
  const canMerge = change.phase === 'approved' && may.merge && unseenOf(seen, change) === null;
  useShortcut('a', 'Approve', KEYS, () => ask('approve'), canApprove);
  useShortcut('m', 'Merge', KEYS, () => ask('merge'), canMerge);
  const needsLink = props.abilities.needsLink && reviewable && may.comment;
  return (
    <>
      {needsLink && (
        <ButtonLink href={`/accounts?${new URLSearchParams({ returnTo: `/changes/${change.id}` })}`}>
          Link your {forge.name} account
        </ButtonLink>
      )}
      {reviewable && may.close && (
        <Button variant="ghost" onClick={() => ask('close')}>
          Close
        </Button>
      )}
      {reviewable && may.rebase && isBehind(change) && (
        <Button
          variant="ghost"
          title={`${change.targetBranch} has commits that this does not stand on.`}
          onClick={() => ask('rebase')}
        >
          Rebase
        </Button>
      )}
      {reviewable && may.approve && !isOwn && (
        <Button variant="ghost" disabled={unseenOf(seen, change) !== null} onClick={() => ask('request')}>
          Ask for changes
        </Button>
      )}
      {reviewable && may.approve && (
        <Button
          variant={canApprove ? 'primary' : 'secondary'}
          disabled={!canApprove}
          title={obstacle ?? undefined}
          onClick={() => ask('approve')}
        >
          {hasApproved ? 'Approved by you' : 'Approve'}
        </Button>
      )}
      {reviewable && may.merge && (
        <Button
          variant={canMerge ? 'primary' : 'secondary'}
          disabled={!canMerge}
          title={canMerge ? undefined : 'It needs its approvals and clean checks first.'}
          onClick={() => ask('merge')}
        >
          Merge
        </Button>
      )}
      {may.open && change.origin.kind === 'template' && (
        <ButtonLink href={`/new/${change.origin.templateId}?from=${change.id}`}>
          {reviewable && isOwn ? 'Edit in the form' : 'Make one like it'}
        </ButtonLink>
      )}
      {may.open && isOwn && reviewable && change.origin.kind === 'ai' && change.origin.runId !== undefined && (
        <ButtonLink href={`/ask?from=${change.origin.runId}`}>Say it otherwise</ButtonLink>
      )}
      {may.open &&
        data.canTakeBack &&
        change.mergeSha !== null &&
        (change.phase === 'failed' || change.phase === 'live') && (
          <ButtonLink href={`/new/${REVERT_ID}?from=${change.id}`}>Take it back</ButtonLink>
        )}
      {change.mergeRequest !== null && <ButtonLink href={change.mergeRequest.url}>Open on {forge.name}</ButtonLink>}
      {asked !== null && (
        // What was asked first may end after the next question stands: then it leaves that one alone.
        <ConfirmAction
          key={asked.action}
          asked={asked.action}
          seen={asked.seen}
          change={change}
          onClose={() => setAsked((now) => (now === asked ? null : now))}
        />
      )}
    </>
  );
}
