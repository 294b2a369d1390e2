import { UsageError } from '#lib/cli/flags/usage-error.ts';

/** The goals that are measured here, in the order they are shown. */
export const GOALS = {
  S1: 'start until ready, and until all is known',
  S2: 'resident memory',
  S8: 'what is installed and built',
  P1: 'JavaScript of a first load',
  P2: 'requests of a first load',
  P3: 'cold until the first row',
  P8: 'event in the cluster until the picture changes',
} as const;

export type GoalId = keyof typeof GOALS;
export const GOAL_IDS = Object.keys(GOALS) as GoalId[];

/** `S1,P2` as goals. Throws UsageError that names what is no goal. */
export function readGoals(text: string): GoalId[] {
  const named = text.split(',').map((part) => part.trim().toUpperCase());
  const unknown = named.find((name) => !GOAL_IDS.some((id) => id === name));
  if (unknown !== undefined) {
    throw new UsageError(`"${unknown}" is not measured here; there are ${GOAL_IDS.join(', ')}`);
  }
  return GOAL_IDS.filter((id) => named.includes(id));
}
