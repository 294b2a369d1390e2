import type { Runner, RunnerForge } from './runner.ts';

/** A part of the fleet that the portal may not see; the rest of it is shown all the same. */
export type FleetGap = {
  /** `gitlab/instance`. */
  id: string;
  /** What is not shown: `The runners of the group platform`. */
  subject: string;
  /** In the forge's own words. */
  reason: string;
  /** The right that shows it. */
  remedy: string;
};

/** A job that waits for a runner. */
export type WaitingJob = {
  /** `gitlab/17`. */
  id: string;
  forge: RunnerForge;
  name: string;
  repository: string;
  ref: string | null;
  labels: string[];
  /** Since when it waits, in ms since 1970, by the forge's clock. */
  since: number | null;
  url: string | null;
};

/** What one forge told of its runners, each part by its ids. */
export type FleetReading = {
  runners: ReadonlyMap<string, Runner>;
  gaps: ReadonlyMap<string, FleetGap>;
  waiting: ReadonlyMap<string, WaitingJob>;
};
