import { type Coverage, coverageOf } from '#lib/domain/runner/coverage.ts';
import type { FleetGap } from '#lib/domain/runner/fleet.ts';
import { type FleetFacts, isStuck, type JudgedJob, judgeWaiting } from '#lib/domain/runner/waiting.ts';
import { hasData } from '#lib/domain/source/source.ts';
import type { Services } from '#lib/portal/context.ts';
import { projectRules, unseenOf } from './facts.ts';
import { type RunnerRow, readRunners } from './row.ts';
import { countRunners, type StandingCounts } from './select-rows.ts';

/** The fleet in a few lines: do jobs find runners? */
export type FleetSummary = {
  total: number;
  standings: StandingCounts;
  /** How many are behind the version they should have. */
  behind: number;
  coverage: Coverage[];
  /** The first of them, those that find no runner before the others. */
  waiting: JudgedJob[];
  /** Of all that wait; `isLeast` where a forge has more than were read. */
  waits: { total: number; stuck: number; isLeast: boolean };
  gaps: Omit<FleetGap, 'hides'>[];
} & FleetFacts;

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
  const facts = { unseen: unseenOf(runnerSources), projects: projectRules(runnerSources) };
  const gaps = runnerSources.flatMap((source) => [...source.gaps.values()]);
  const jobs = runnerSources.flatMap((source) => [...source.waiting.values()]);
  const waiting = judgeWaiting(jobs, rows, facts);
  return {
    total: rows.length,
    standings: countRunners(rows),
    behind: rows.filter(({ behind }) => behind !== null).length,
    coverage: coverageOf(rows),
    waiting: waiting.slice(0, MOST_WAITING),
    waits: {
      total: waiting.length,
      stuck: waiting.filter(isStuck).length,
      isLeast: gaps.some(({ isCut }) => isCut === true),
    },
    gaps: gaps.map(({ hides: _, ...gap }) => gap),
    ...facts,
  };
}
