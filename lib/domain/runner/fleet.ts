import type { AccessRule } from './access-rule.ts';
import type { Runner, RunnerForge } from './runner.ts';
import type { Unseen } from './unseen.ts';

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
  /** Absent where no runners are missing. */
  hides?: Unseen;
  /** There are more jobs that wait than are told. */
  isCut?: true;
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
  /** Whether GitHub's own runners take it; absent where they do not, or there are none. */
  hosted?: 'takes' | 'maybe';
  /** Whether everybody can see its repository; absent where that is not known. */
  isPublic?: boolean;
};

/** What one forge told of its runners, each part by its ids. */
export type FleetReading = {
  runners: ReadonlyMap<string, Runner>;
  gaps: ReadonlyMap<string, FleetGap>;
  waiting: ReadonlyMap<string, WaitingJob>;
  rules: ReadonlyMap<string, AccessRule>;
};
