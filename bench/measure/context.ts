import type { GoalId } from '../goals.ts';

/** What every measure is given. */
export type MeasureContext = {
  wants(goal: GoalId): boolean;
  quick: boolean;
  /** How long what is only a matter of time is tried. */
  minutes: number;
  /** Says what goes on. */
  say(text: string): void;
};
