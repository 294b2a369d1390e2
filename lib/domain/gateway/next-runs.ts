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
  // Of each person only the longest waiting can be next, so that long lines cost no more than many people.
  const age = new Map(waiting.map((run, index) => [run, index]));
  const lines = [...Map.groupBy(waiting, ({ requester }) => requester.accountId).values()].map((line) =>
    line.toReversed(),
  );
  const next: Run[] = [];
  while (next.length < room) {
    const heads = lines.flatMap((line) => line.at(-1) ?? []);
    const [first] = heads;
    if (first === undefined) {
      break;
    }
    const load = ({ requester }: Run) => atWork.get(requester.accountId) ?? 0;
    const run = heads.reduce(
      (best, each) => ((load(each) - load(best) || (age.get(each) ?? 0) - (age.get(best) ?? 0)) < 0 ? each : best),
      first,
    );
    lines.find((line) => line.at(-1) === run)?.pop();
    next.push(run);
    add(run);
  }
  return next;
}

/** The places of those that wait in a line, from 1, by the same rule. */
export function placesInLine(waiting: readonly Waiting[], working: readonly Waiting[]): Map<string, number> {
  return new Map(nextRuns(waiting, working, waiting.length).map(({ id }, index) => [id, index + 1]));
}
