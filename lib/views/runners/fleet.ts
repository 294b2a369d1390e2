import { type Coverage, coverageOf } from '#lib/domain/runner/coverage.ts';
import type { FleetGap } from '#lib/domain/runner/fleet.ts';
import { type JudgedJob, judgeWaiting } from '#lib/domain/runner/waiting.ts';
import { hasData } from '#lib/domain/source/source.ts';
import type { Services } from '#lib/portal/context.ts';
import { type RunnerRow, readRunners } from './row.ts';
import { countRunners, type StandingCounts } from './select-rows.ts';

/** The fleet in a few lines: do jobs find runners? */
export type FleetSummary = {
  total: number;
  standings: StandingCounts;
  /** How many are behind the version they should have. */
  behind: number;
  coverage: Coverage[];
  /** Those that find no runner first. */
  waiting: JudgedJob[];
  gaps: FleetGap[];
};

const MOST_WAITING = 50;

/** null while nothing of any fleet is known. */
export function readFleet(
  services: Pick<Services, 'runnerSources'>,
  rows: readonly RunnerRow[] = readRunners(services),
): FleetSummary | null {
  const { runnerSources } = services;
  if (!runnerSources.some(({ runners }) => hasData(runners.source))) {
    return null;
  }
  const waiting = runnerSources.flatMap((source) => [...source.waiting.values()]);
  return {
    total: rows.length,
    standings: countRunners(rows),
    behind: rows.filter(({ behind }) => behind !== null).length,
    coverage: coverageOf(rows),
    waiting: judgeWaiting(waiting, rows).slice(0, MOST_WAITING),
    gaps: runnerSources.flatMap(({ gaps }) => [...gaps.values()]),
  };
}
