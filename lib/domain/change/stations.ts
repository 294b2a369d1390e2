import { isClean } from '../guardrail/guardrail.ts';
import type { Change, ChangePhase } from './change.ts';

export type StationState = 'done' | 'current' | 'waiting' | 'failed';
export type Station = {
  id: 'form' | 'merge-request' | 'checks' | 'approval' | 'merge' | 'sync' | 'live';
  label: string;
  state: StationState;
  at: number | null;
};

/** How many stations lie behind a change in each phase. */
const REACHED: Record<ChangePhase, number> = {
  opening: 1,
  open: 3,
  approved: 4,
  merging: 4,
  merged: 5,
  syncing: 5,
  live: 7,
  failed: 0,
  closed: 0,
};

/** The way of a change from the form to live, for the eye. */
export function stationsOf(change: Change, approvedAt: number | null): Station[] {
  const reached = reachedBy(change);
  const stopped = change.phase === 'failed' || change.phase === 'closed';
  const checksFailed = change.phase === 'open' && change.report !== null && !isClean(change.report);
  const all: Omit<Station, 'state'>[] = [
    { id: 'form', label: 'Form', at: change.createdAt },
    { id: 'merge-request', label: 'Merge request', at: change.openedAt },
    { id: 'checks', label: 'Checks', at: change.report?.at ?? null },
    { id: 'approval', label: 'Approval', at: approvedAt },
    { id: 'merge', label: 'Merge', at: change.mergedAt },
    { id: 'sync', label: 'Sync', at: change.phase === 'live' ? change.finishedAt : null },
    { id: 'live', label: 'Live', at: change.phase === 'live' ? change.finishedAt : null },
  ];
  return all.map((station, index) => ({
    ...station,
    state:
      checksFailed && station.id === 'checks'
        ? 'failed'
        : index < reached
          ? 'done'
          : index === reached && !checksFailed
            ? stopped
              ? 'failed'
              : 'current'
            : 'waiting',
  }));
}

function reachedBy(change: Change): number {
  if (change.phase !== 'failed' && change.phase !== 'closed') {
    return change.phase === 'open' && change.report === null ? 2 : REACHED[change.phase];
  }
  return change.mergeSha !== null ? 5 : change.mergeRequest !== null ? 3 : 1;
}
