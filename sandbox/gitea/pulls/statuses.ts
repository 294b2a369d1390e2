import type { Instance } from '../instance.ts';
import type { StatusRecord, StatusState } from '../state/model.ts';

/** What was told of a commit, newest first. */
export function statusesOf({ store: { state } }: Instance, repositoryId: number, sha: string): StatusRecord[] {
  return state.statuses.filter((each) => each.repositoryId === repositoryId && each.sha === sha).toReversed();
}

/** The newest of each context. */
export function latestStatuses(instance: Instance, repositoryId: number, sha: string): StatusRecord[] {
  const seen = new Set<string>();
  return statusesOf(instance, repositoryId, sha).filter(({ context }) => {
    const isFirst = !seen.has(context);
    seen.add(context);
    return isFirst;
  });
}

/** From the worst to the best: modules/structs/status.go. */
const WORST_FIRST: readonly StatusState[] = ['error', 'failure', 'warning', 'pending', 'success'];

/** The worst of all; pending where there is none. */
export function combinedState(statuses: readonly StatusRecord[]): StatusState {
  return WORST_FIRST.find((state) => statuses.some((each) => each.state === state)) ?? 'pending';
}
