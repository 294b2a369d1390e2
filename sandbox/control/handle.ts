import type { SandboxClock } from '../clock.ts';
import type { FaultSwitches } from '../faults.ts';

/** Somebody who can sign in to the sandbox. The password is no secret: it is made for people who try the sandbox. */
export type SandboxPerson = {
  username: string;
  name: string;
  password: string;
  isAdministrator: boolean;
  groups: readonly string[];
};

export type SandboxDescription = {
  /** Where each server listens: `gitlab`, `kubernetes`, `ollama`, `repository`. */
  urls: Readonly<Record<string, string>>;
  people: readonly SandboxPerson[];
  /** How many of each there are: `applications`, `pods`, `nodes`, `models`. */
  sizes: Readonly<Record<string, number>>;
};

/** Jobs of one kind. They run for so many sandbox seconds; null runs until they are ended. */
export type BroughtJobs = {
  /** Its short name. */
  repository: string;
  workflow: string;
  name: string;
  /** What they ask of a runner: `runs-on`. */
  labels: string[];
  seconds: number | null;
  count: number;
};

/** What can be done to a running sandbox from outside its protocols. The sandbox's main puts it together. */
export interface SandboxHandle {
  describe(): SandboxDescription;
  readonly clock: Pick<SandboxClock, 'now' | 'rate' | 'setRate'>;
  readonly faults: FaultSwitches;
  /** Has Argo CD compare the repository with the cluster now; null is every application. False: there is no such one. */
  refreshArgo(application: string | null): Promise<boolean>;
  /** Jobs come to the pretend GitHub; gives their ids. Throws ControlError 404 for a repository that is not there. */
  bringJobs(jobs: BroughtJobs): number[];
  /** Cancels every job that waits or runs there; gives how many those were. */
  endJobs(): number;
  /** Makes the platform as large as this many applications; those that were generated before are replaced. */
  generate(applications: number): Promise<void>;
}
