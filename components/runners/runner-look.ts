import type { IconName } from '#components/ui/icon-paths.ts';
import type { Tone } from '#components/ui/tone.ts';
import type { TakeOutcome } from '#lib/domain/runner/job-question.ts';
import type { RunnerForge, RunnerStatus } from '#lib/domain/runner/runner.ts';
import type { RunnerStanding } from '#lib/domain/runner/standing.ts';

export type RunnerLook = { word: string; icon: IconName; tone: Tone };

/** How a runner is, as icon, word and colour. */
export const RUNNER_LOOKS: Record<RunnerStanding, RunnerLook> = {
  stale: { word: 'Stale', icon: 'stale', tone: 'warn' },
  offline: { word: 'Offline', icon: 'unreachable', tone: 'bad' },
  never_contacted: { word: 'Never came', icon: 'missing', tone: 'gone' },
  paused: { word: 'Paused', icon: 'suspended', tone: 'idle' },
  busy: { word: 'Busy', icon: 'progressing', tone: 'busy' },
  idle: { word: 'Idle', icon: 'healthy', tone: 'ok' },
};

/** A machine of a runner is there or not; what it does is told of the runner. */
export const MACHINE_LOOKS: Record<RunnerStatus, RunnerLook> = {
  online: { word: 'Online', icon: 'healthy', tone: 'ok' },
  offline: RUNNER_LOOKS.offline,
  stale: RUNNER_LOOKS.stale,
  never_contacted: RUNNER_LOOKS.never_contacted,
};

export const OUTCOME_LOOKS: Record<TakeOutcome, RunnerLook> = {
  takes: { word: 'Takes it', icon: 'pass', tone: 'ok' },
  fails: { word: 'Takes it and fails', icon: 'warn', tone: 'warn' },
  unknown: { word: 'Not known', icon: 'notEvaluated', tone: 'unknown' },
  no: { word: 'Does not take it', icon: 'fail', tone: 'gone' },
};

export const FORGE_NAMES: Record<RunnerForge, string> = {
  gitlab: 'GitLab',
  github: 'GitHub',
  gitea: 'Gitea',
};
