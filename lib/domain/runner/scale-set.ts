import type { RunnerJob, RunnerScope, ScaleSet } from './runner.ts';

/** A runner scale set of the Actions Runner Controller, as the cluster tells of it (its AutoscalingRunnerSet). */
export type RunnerSet = Omit<ScaleSet, 'hasListener'> & {
  /** `namespace/name` of the object. */
  id: string;
  /** What jobs ask for where no labels are named. */
  name: string;
  labels: string[];
  scope: RunnerScope;
  group: string;
  /** The address on GitHub that it serves. */
  url: string;
  /** The operating system and the architecture that its pods ask of a node; null where they do not. */
  platform: string | null;
  architecture: string | null;
};

/** The object that stands for a listener. Its pod has the same name, in the same namespace. */
export type RunnerSetListener = {
  /** `namespace/name`, of the listener and of its pod. */
  id: string;
  /** The runner set that it listens for. */
  setId: string;
};

/** One runner of a scale set: it does one job and is gone. */
export type EphemeralRunner = {
  /** `namespace/name`, of the runner and of its pod. */
  id: string;
  name: string;
  /** The runner set that it came for. */
  setId: string;
  /** `Pending`, `Running`, `Succeeded`, `Failed` or `Outdated`; '' before the controller has looked at it. */
  phase: string;
  ready: boolean;
  /** Why it failed or cannot start, in the controller's words; '' where nothing is wrong. */
  reason: string;
  message: string;
  /** How many of its pods have failed. */
  failures: number;
  createdAt: number | null;
  job: RunnerJob | null;
};
