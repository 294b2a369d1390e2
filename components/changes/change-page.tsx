'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import type { DiffStyle } from '#components/patterns/diff/diff-style.ts';
import { PageHeader } from '#components/patterns/page-header.tsx';
import { announce } from '#components/ui/announcements.ts';
import { Button } from '#components/ui/button.tsx';
import { patchValue } from '#lib/browser/view/patches.ts';
import { useView, type ViewQuery } from '#lib/browser/view/use-view.ts';
import { type ChangePhase, isReviewable } from '#lib/domain/change/change.ts';
import type { Viewer } from '#lib/domain/inbox/row.ts';
import { reviewMark } from '#lib/domain/review/review.ts';
import { viewKey } from '#lib/views/_shared/fetch-view.ts';
import type { ViewResult } from '#lib/views/_shared/view.ts';
import type { ChangeAbilities, ChangeData } from '#lib/views/change/read.ts';
import { ChangeActions, type ChangeActionsProps } from './change-actions.tsx';
import { ChangeDetails } from './change-details.tsx';
import { PhaseBadge } from './phase-badge.tsx';
import { PHASE_LOOKS } from './phase-look.ts';
import { unseenOf, useSeenCommit } from './use-seen-commit.ts';

/** Phases that a change only passes through: nobody needs to hear of each. */
const PASSING: ReadonlySet<ChangePhase> = new Set(['opening', 'merging', 'merged', 'syncing']);

type Data = ChangeData & {
  abilities: ChangeAbilities;
  /** The newest revision that was heard of; the page may show an older one for a moment. */
  heard?: number;
  /** The state of its newest review that was heard of; undefined until one was. */
  heardReview?: string | null;
  /** How often it was told that there is other room on the nodes than what was read. */
  roomTold?: number;
};

/** The page is read anew when it changes: what a viewer may do with it is theirs alone, so it is in no shared stream. */
const changeQuery = (id: string): ViewQuery<Data> => ({
  name: 'change',
  patches: {
    [`change/${id}`]: patchValue<Data, { revision: number; review: string | null }>((data, told) =>
      // A change is never taken back: of one that is not told of, what is shown is still so.
      told === null ? data : { ...data, heard: told.revision, heardReview: told.review },
    ),
    nodes: (result) =>
      result.data.fit === undefined
        ? result
        : { ...result, data: { ...result.data, roomTold: (result.data.roomTold ?? 0) + 1 } },
  },
});

export type ChangePageProps = {
  initial: ViewResult<Data>;
  viewer: Viewer;
  may: ChangeActionsProps['may'];
  diffStyle: DiffStyle;
};

export function ChangePage({ initial, viewer, may, diffStyle }: ChangePageProps) {
  const { id } = initial.data.change;
  const params = useMemo(() => ({ id }), [id]);
  const query = useMemo(() => changeQuery(id), [id]);
  const { data, position } = useView(query, initial, params);
  useRereadWhenOlder(params, data.change.revision, data.heard);
  useRereadForReview(params, data.review === null ? null : reviewMark(data.review), data.heardReview);
  useRereadForRoom(params, data.roomTold ?? 0);
  const { change, approvals } = data;
  const hasApproved = approvals.some(
    ({ approver, sha, diffHash, droppedAt }) =>
      approver.accountId === viewer.accountId &&
      sha === change.headSha &&
      diffHash === change.diffHash &&
      droppedAt === null,
  );
  const { seen, takeNote } = useSeenCommit(change);
  const unseen = seen === null ? null : unseenOf(seen, change);
  const spoken = useRef(change.phase);
  useEffect(() => {
    if (spoken.current !== change.phase) {
      spoken.current = change.phase;
      if (!PASSING.has(change.phase)) {
        announce(`${change.title}: ${PHASE_LOOKS[change.phase].word}`);
      }
    }
  }, [change.phase, change.title]);
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <PageHeader
        title={change.title}
        crumbs={[{ label: 'Changes', href: '/changes' }]}
        marks={<PhaseBadge phase={change.phase} />}
        actions={
          <ChangeActions
            data={data}
            abilities={data.abilities}
            may={may}
            hasApproved={hasApproved}
            isOwn={change.requester.accountId === viewer.accountId}
            seen={seen}
          />
        }
      />
      {isReviewable(change.phase) && seen !== null && unseen !== null && (
        <div role="alert" className="flex flex-wrap items-center gap-3 rounded-lg bg-warn-soft p-3 text-sm text-warn">
          <p className="min-w-0 flex-1">
            {unseen === 'commit' ? (
              <>
                A new commit arrived while you were here: <code>{change.headSha?.slice(0, 8)}</code> after{' '}
                <code>{seen.sha.slice(0, 8)}</code>. The checks and files below are those of the new one.
              </>
            ) : (
              `${change.targetBranch} moved while you were here, so that the same commit brings other things. The checks and files below are those of now.`
            )}
          </p>
          <Button onClick={takeNote}>I see it</Button>
        </div>
      )}
      <ChangeDetails
        data={data}
        maySeeRun={may.open}
        mayReview={may.review}
        mayComment={may.comment}
        diffStyle={diffStyle}
        since={position}
      />
    </div>
  );
}

/** Reads the page anew when a newer revision was heard of than it shows. */
function useRereadWhenOlder(params: Record<string, unknown>, revision: number, heard: number | undefined): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    if (heard !== undefined && heard > revision) {
      void queryClient.invalidateQueries({ queryKey: viewKey('change', params), exact: true });
    }
  }, [heard, revision, queryClient, params]);
}

/** Reads the page anew when its review went on. */
function useRereadForReview(
  params: Record<string, unknown>,
  shown: string | null,
  heard: string | null | undefined,
): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    if (heard !== undefined && heard !== shown) {
      void queryClient.invalidateQueries({ queryKey: viewKey('change', params), exact: true });
    }
  }, [heard, shown, queryClient, params]);
}

/** The room on a busy platform changes with every pod; whoever decides need not see each. */
const ROOM_EVERY_MS = 2_000;

function useRereadForRoom(params: Record<string, unknown>, told: number): void {
  const queryClient = useQueryClient();
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    if (told > 0) {
      waiting.current ??= setTimeout(() => {
        waiting.current = undefined;
        void queryClient.invalidateQueries({ queryKey: viewKey('change', params), exact: true });
      }, ROOM_EVERY_MS);
    }
  }, [told, queryClient, params]);
  useEffect(
    () => () => {
      clearTimeout(waiting.current);
      waiting.current = undefined;
    },
    [],
  );
}
