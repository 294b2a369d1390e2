import type { ForgeInstance } from '../instance.ts';
import type { StatusRecord } from '../state/model.ts';

/** What was told of a commit, newest first. */
export function statusesOf({ store: { state } }: ForgeInstance, repositoryId: number, sha: string): StatusRecord[] {
  return state.statuses.filter((each) => each.repositoryId === repositoryId && each.sha === sha).toReversed();
}

/** The newest of each context. */
export function latestStatuses(instance: ForgeInstance, repositoryId: number, sha: string): StatusRecord[] {
  const seen = new Set<string>();
  return statusesOf(instance, repositoryId, sha).filter(({ context }) => {
    const isFirst = !seen.has(context);
    seen.add(context);
    return isFirst;
  });
}

/** `failure` where one failed, `pending` where one has not ended or none is there, else `success`. */
export function combinedState(statuses: readonly StatusRecord[]): 'failure' | 'pending' | 'success' {
  if (statuses.some(({ state }) => state === 'error' || state === 'failure')) {
    return 'failure';
  }
  return statuses.length === 0 || statuses.some(({ state }) => state === 'pending') ? 'pending' : 'success';
}
