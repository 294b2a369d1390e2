import { isClean } from '../guardrail/guardrail.ts';
import type { Change, ChangePhase } from './change.ts';

/** `skipped`: left out, because the change ended before it, or went past it without the portal. */
export type StationState = 'done' | 'current' | 'waiting' | 'failed' | 'skipped';
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

/** What it began with. */
const BEGINNINGS: Record<Change['origin']['kind'], string> = { template: 'Form', ai: 'Words', forge: 'Branch' };

/** The way of a change from the form to live, for the eye. @param approvedAt when the last approval that was needed was given */
export function stationsOf(change: Change, approvedAt: number | null): Station[] {
  const reached = reachedBy(change);
  const all: Omit<Station, 'state'>[] = [
    { id: 'form', label: BEGINNINGS[change.origin.kind], at: change.createdAt },
    { id: 'merge-request', label: 'Merge request', at: change.openedAt },
    { id: 'checks', label: 'Checks', at: change.report?.at ?? null },
    { id: 'approval', label: 'Approval', at: approvedAt },
    { id: 'merge', label: 'Merge', at: change.mergedAt },
    { id: 'sync', label: 'Sync', at: syncedAt(change) },
    { id: 'live', label: 'Live', at: change.phase === 'live' ? change.finishedAt : null },
  ];
  return all.map((station, index) => ({ ...station, state: stateOf(change, station, index - reached) }));
}

/** @param distance how far the station lies ahead of the change; less than 0 for what lies behind */
function stateOf(change: Change, { id, at }: Omit<Station, 'state'>, distance: number): StationState {
  if (id === 'checks' && checksFailed(change)) {
    return 'failed';
  }
  if (distance < 0) {
    // Somebody can merge on the forge what nobody approved here; then it must not look as if it had been.
    return id === 'approval' && at === null ? 'skipped' : 'done';
  }
  if (change.phase === 'closed') {
    return 'skipped';
  }
  if (distance > 0 || checksFailed(change)) {
    return 'waiting';
  }
  return change.phase === 'failed' ? 'failed' : 'current';
}

function checksFailed({ report }: Change): boolean {
  return report !== null && !isClean(report);
}

function reachedBy(change: Change): number {
  if (change.mergeSha !== null && change.phase !== 'live') {
    return syncedAt(change) === null ? 5 : 6;
  }
  if (change.phase !== 'failed' && change.phase !== 'closed') {
    return change.phase === 'open' && change.report === null ? 2 : REACHED[change.phase];
  }
  return change.mergeRequest === null ? 1 : change.report === null ? 2 : 3;
}

/** When the last of its applications came into sync with the merge, healthy or not; null while one is not. */
function syncedAt({ evidence, finishedAt, phase }: Change): number | null {
  const times = evidence.map((each) => each.syncedAt ?? null);
  if (times.length > 0 && !times.includes(null)) {
    return Math.max(...times.map(Number));
  }
  // What was delivered before the portal kept these times.
  return phase === 'live' ? finishedAt : null;
}
