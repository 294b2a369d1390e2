import type { GatewayRun } from './run.ts';

type Waiting = Pick<GatewayRun, 'id' | 'requester'>;

/**
 * Whose turn it is at a server: the longest waiting of whoever has the least at work there now, so that twenty requests of one
 * person do not keep another from their first.
 * @param waiting oldest first
 * @param working those that are at work there
 * @param room how many more it takes
 */
export function nextRuns<Run extends Waiting>(
  waiting: readonly Run[],
  working: readonly Pick<Run, 'requester'>[],
  room: number,
): Run[] {
  const atWork = new Map<string, number>();
  const add = ({ requester: { accountId } }: Pick<Run, 'requester'>) =>
    atWork.set(accountId, (atWork.get(accountId) ?? 0) + 1);
  working.forEach(add);
  const left = [...waiting];
  const next: Run[] = [];
  while (next.length < room && left.length > 0) {
    const least = Math.min(...left.map(({ requester }) => atWork.get(requester.accountId) ?? 0));
    const index = left.findIndex(({ requester }) => (atWork.get(requester.accountId) ?? 0) === least);
    const [run] = left.splice(index, 1);
    if (run !== undefined) {
      next.push(run);
      add(run);
    }
  }
  return next;
}

/** The place of a run in its line, from 1, by the same rule; null where it does not wait there. */
export function placeInLine(runId: string, waiting: readonly Waiting[], working: readonly Waiting[]): number | null {
  const order = nextRuns(waiting, working, waiting.length);
  const index = order.findIndex(({ id }) => id === runId);
  return index < 0 ? null : index + 1;
}
