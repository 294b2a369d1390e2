import type { Standing } from '#lib/domain/wave/settled.ts';
import type { ApplicationRow } from './row.ts';

export type StandingCounts = Partial<Record<Standing, number>>;

/** How many rows stand so; what none does is left out. */
export function countStandings(rows: Iterable<Pick<ApplicationRow, 'standing'>>): StandingCounts {
  const counts: StandingCounts = {};
  for (const { standing } of rows) {
    counts[standing] = (counts[standing] ?? 0) + 1;
  }
  return counts;
}
