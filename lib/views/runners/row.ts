import type { Runner } from '#lib/domain/runner/runner.ts';
import { type RunnerStanding, standingOf } from '#lib/domain/runner/standing.ts';
import { withoutTwins } from '#lib/domain/runner/twins.ts';
import { behindOf, newestVersions } from '#lib/domain/runner/version.ts';
import type { SourceStatus } from '#lib/domain/source/source.ts';
import type { Services } from '#lib/portal/context.ts';
import { groupRules } from './facts.ts';
import { withKnownGroups } from './groups.ts';

/** A runner as the table has it: all of it, so that the browser can answer by itself which one takes a job. */
export type RunnerRow = Runner & {
  standing: RunnerStanding;
  /** The version that it should have; null for one that is not behind. */
  behind: string | null;
};

type Fleet = Pick<Services, 'runnerSources'>;

export function readRunners({ runnerSources }: Fleet): RunnerRow[] {
  const all = withoutTwins(runnerSources.flatMap((source) => [...source.runners.values()]));
  const runners = withKnownGroups(all, groupRules(runnerSources));
  const newest = newestVersions(runners);
  return runners.map((runner) => toRunnerRow(runner, newest));
}

/** One of them with the source that told of it; null where none did. */
export function findRunner({ runnerSources }: Fleet, id: string): { row: RunnerRow; source: SourceStatus } | null {
  for (const { runners } of runnerSources) {
    const runner = runners.get(id);
    if (runner !== undefined) {
      const [known = runner] = withKnownGroups([runner], groupRules(runnerSources));
      return { row: toRunnerRow(known, newestVersions(runners.values())), source: runners.source };
    }
  }
  return null;
}

function toRunnerRow(runner: Runner, newest: ReadonlyMap<string, string>): RunnerRow {
  return { ...runner, standing: standingOf(runner), behind: behindOf(runner, newest) };
}
