import type { GoalId } from '../goals.ts';

/** What every measure is given. */
export type MeasureContext = {
  wants(goal: GoalId): boolean;
  quick: boolean;
  /** Says what goes on. */
  say(text: string): void;
};
