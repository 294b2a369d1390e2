import type { ProjectRule } from './access-rule.ts';
import type { RunnerForge } from './runner.ts';

/** What a job asks for, as somebody types it. */
export type JobQuestion = {
  forge: RunnerForge;
  /** GitLab's `tags`, GitHub's `runs-on`. */
  labels: string[];
  /** The full path of the repository; '' where the question is about any. */
  repository: string;
  /** GitHub's `runs-on.group`; '' where the job names none. */
  group: string;
  /** Whether it runs for a protected branch or tag. */
  isProtected: boolean;
  /** What the job's image is there for; empty where it does not matter. */
  architectures: string[];
};

/** A question with what is known of its repository. */
export type AskedJob = JobQuestion & {
  /** Absent where it is not known. */
  isPublic?: boolean;
  /** What its project lets run its jobs: null where it is not known, absent where nobody asks. */
  project?: Pick<ProjectRule, 'instanceRunners' | 'groupRunners'> | null;
};

/** Why a runner does not take a job. */
export type NoReason =
  | 'other-forge'
  | 'paused'
  | 'not-online'
  | 'no-listener'
  | 'no-place'
  | 'other-scope'
  | 'other-group'
  | 'label-missing'
  | 'labels-wanted'
  | 'protected-only';

/** `text` is a sentence. */
export type TakeReason = { code: NoReason | 'architecture' | 'unread' | 'busy' | 'private-only'; text: string };

/**
 * `fails`: the forge hands it the job, and there it cannot run; `unknown`: what could be read does not rule it out, and
 * something could not be read.
 */
export type TakeOutcome = 'takes' | 'fails' | 'unknown' | 'no';
export type TakeAnswer = { outcome: TakeOutcome; reasons: TakeReason[] };

/** In the order they are told. */
export const TAKE_OUTCOMES: readonly TakeOutcome[] = ['takes', 'fails', 'unknown', 'no'];
