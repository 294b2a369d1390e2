import type { Cancel, SandboxClock } from '../../clock.ts';
import type { GitHubSeed, SeedJob } from '../seed.ts';
import { createHosted } from './hosted.ts';
import {
  hasLabels,
  isWithin,
  type Job,
  type Runner,
  type RunnerGroup,
  type ScaleSet,
  type Scope,
  shownLabels,
} from './model.ts';

/** GitHub Actions as those inside the sandbox see it: runners, what they may take, and the jobs that wait. */
export type ActionsService = {
  readonly seed: GitHubSeed;
  groups(): readonly RunnerGroup[];
  runners(): readonly Runner[];
  jobs(): readonly Job[];
  runner(id: number): Runner | undefined;
  job(id: number): Job | undefined;
  /** A job comes; it starts at once where a runner for it is free. Throws RangeError for a repository that is not there. */
  enqueue(job: SeedJob): Job;
  /** Ends a job that waits or runs. */
  complete(jobId: number, conclusion: NonNullable<Job['conclusion']>): void;
  /** The scale set of that name, made where it is not there; null where there is no such group or organization. */
  registerScaleSet(set: Omit<ScaleSet, 'id' | 'groupId'> & { group: string }): ScaleSet | null;
  removeScaleSet(id: number): void;
  /** How many jobs the scale set has to do: those that wait for it and those that run on it. */
  assignedJobs(scaleSetId: number): number;
  /** An ephemeral runner of a scale set, offline until it connects; null where the scale set is gone. */
  registerRunner(scaleSetId: number, name: string): Runner | null;
  setStatus(runnerId: number, status: Runner['status']): void;
  /** A job that runs on it fails. */
  removeRunner(runnerId: number): void;
  /** Calls back after every change; the function it gives ends that. */
  onChange(listener: () => void): () => void;
  close(): void;
};

const RUNNER_VERSION = '2.329.0';
const FIRST_JOB_ID = 50_000_000_000;
const FIRST_RUN_ID = 17_000_000_000;

export function createActionsService(clock: SandboxClock, seed: GitHubSeed): ActionsService {
  const groups = seed.groups.map((group) => ({ ...group, organization: seed.organization }));
  const runners = new Map<number, Runner>();
  const scaleSets = new Map<number, ScaleSet>();
  const jobs = new Map<number, Job>();
  const ends = new Map<number, Cancel>();
  const listeners = new Set<() => void>();
  let lastId = 20;
  const nextId = () => {
    lastId += 1;
    return lastId;
  };
  const numbers = new Map<string, number>();
  /** Each organization and each repository counts for itself. */
  const nextNumber = ({ organization, repository }: Scope): number => {
    const place = `${organization}/${repository ?? ''}`;
    const number = (numbers.get(place) ?? 0) + 1;
    numbers.set(place, number);
    return number;
  };
  const changed = () => {
    for (const listener of listeners) {
      listener();
    }
  };
  const mayUse = (groupId: number, repository: string): boolean => {
    const group = groups.find(({ id }) => id === groupId);
    const name = repository.slice(repository.indexOf('/') + 1);
    const isOpen = group?.allowsPublic === true || !seed.publicRepositories.includes(name);
    return group !== undefined && isOpen && (group.repositories?.includes(name) ?? true);
  };
  const takes = (runner: Runner, job: Job): boolean => {
    const set = runner.scaleSetId === null ? undefined : scaleSets.get(runner.scaleSetId);
    const labels = set?.labels ?? shownLabels(runner).map(({ name }) => name);
    return (
      isWithin(runner.scope, job.repository) &&
      mayUse(runner.groupId, job.repository) &&
      hasLabels(labels, job.labels) &&
      (runner.scaleSetId === null || set !== undefined)
    );
  };
  const waiting = () => [...jobs.values()].filter(({ status }) => status === 'queued');
  const put = (runner: Runner) => runners.set(runner.id, runner);

  const hosted = createHosted(seed.hostedAtOnce);
  const startOn = (runner: Runner, job: Job) => {
    const { id, number, name, groupId } = runner;
    const groupName = groups.find((group) => group.id === groupId)?.name ?? '';
    put({ ...runner, jobId: job.id });
    start({ id, number, name, groupId, groupName }, job);
  };
  const start = (runner: Job['runner'], job: Job) => {
    jobs.set(job.id, { ...job, status: 'in_progress', startedAt: clock.now(), runner });
    if (job.seconds !== null) {
      ends.set(
        job.id,
        clock.after(job.seconds * 1000, () => service.complete(job.id, 'success')),
      );
    }
  };
  /** Gives jobs that wait, the oldest first, to runners that are free. */
  const assign = () => {
    for (const job of waiting()) {
      const free = [...runners.values()].find(
        (runner) => runner.status === 'online' && runner.jobId === null && takes(runner, job),
      );
      const own = free === undefined ? hosted.runnerFor(job, jobs.values()) : null;
      if (free !== undefined) {
        startOn(free, job);
      } else if (own !== null) {
        start(own, job);
      }
    }
    changed();
  };

  for (const runner of seed.runners) {
    put({
      ...runner,
      id: nextId(),
      number: nextNumber(runner.scope),
      isEphemeral: false,
      scaleSetId: null,
      jobId: null,
    });
  }

  const service: ActionsService = {
    seed,
    groups: () => groups,
    runners: () => [...runners.values()],
    jobs: () => [...jobs.values()],
    runner: (id) => runners.get(id),
    job: (id) => jobs.get(id),
    enqueue(wanted) {
      const [organization, name = ''] = wanted.repository.split('/');
      if (organization !== seed.organization || !seed.repositories.includes(name)) {
        throw new RangeError(`GitHub has no repository ${wanted.repository}`);
      }
      const number = jobs.size;
      const job: Job = {
        ...wanted,
        id: FIRST_JOB_ID + number,
        runId: FIRST_RUN_ID + number,
        status: 'queued',
        conclusion: null,
        runner: null,
        createdAt: clock.now(),
        startedAt: null,
        completedAt: null,
      };
      jobs.set(job.id, job);
      assign();
      return jobs.get(job.id) ?? job;
    },
    complete(jobId, conclusion) {
      const job = jobs.get(jobId);
      if (job === undefined || job.status === 'completed') {
        return;
      }
      ends.get(jobId)?.();
      ends.delete(jobId);
      jobs.set(jobId, { ...job, status: 'completed', conclusion, completedAt: clock.now() });
      const runner = job.runner?.id == null ? undefined : runners.get(job.runner.id);
      if (runner?.isEphemeral) {
        runners.delete(runner.id);
      } else if (runner !== undefined) {
        put({ ...runner, jobId: null });
      }
      assign();
    },
    registerScaleSet({ group, ...wanted }) {
      const found = groups.find(({ name }) => name === group);
      if (found === undefined || wanted.scope.organization !== seed.organization) {
        return null;
      }
      const known = [...scaleSets.values()].find(
        ({ name, scope }) => name === wanted.name && JSON.stringify(scope) === JSON.stringify(wanted.scope),
      );
      // The controller names labels when it registers a set for the first time, and never again.
      const labels = known?.labels ?? wanted.labels;
      const set = { ...wanted, labels, id: known?.id ?? nextId(), groupId: found.id };
      if (JSON.stringify(set) !== JSON.stringify(known)) {
        scaleSets.set(set.id, set);
        changed();
      }
      return set;
    },
    removeScaleSet(id) {
      if (scaleSets.delete(id)) {
        changed();
      }
    },
    assignedJobs(scaleSetId) {
      const set = scaleSets.get(scaleSetId);
      if (set === undefined) {
        return 0;
      }
      const own = [...runners.values()].filter((runner) => runner.scaleSetId === scaleSetId && runner.jobId !== null);
      const wanted = waiting().filter(
        ({ repository, labels }) =>
          isWithin(set.scope, repository) && mayUse(set.groupId, repository) && hasLabels(set.labels, labels),
      );
      return own.length + wanted.length;
    },
    registerRunner(scaleSetId, name) {
      const set = scaleSets.get(scaleSetId);
      if (set === undefined) {
        return null;
      }
      const known = [...runners.values()].find((runner) => runner.name === name && runner.scaleSetId === scaleSetId);
      const runner: Runner = known ?? {
        id: nextId(),
        number: nextNumber(set.scope),
        name,
        os: 'linux',
        architecture: 'X64',
        labels: set.labels,
        status: 'offline',
        scope: set.scope,
        groupId: set.groupId,
        version: RUNNER_VERSION,
        isEphemeral: true,
        scaleSetId,
        jobId: null,
      };
      if (known === undefined) {
        put(runner);
        changed();
      }
      return runner;
    },
    setStatus(runnerId, status) {
      const runner = runners.get(runnerId);
      if (runner !== undefined && runner.status !== status) {
        put({ ...runner, status });
        assign();
      }
    },
    removeRunner(runnerId) {
      const runner = runners.get(runnerId);
      if (runner === undefined) {
        return;
      }
      runners.delete(runnerId);
      if (runner.jobId === null) {
        changed();
      } else {
        service.complete(runner.jobId, 'failure');
      }
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      for (const cancel of ends.values()) {
        cancel();
      }
      listeners.clear();
    },
  };
  for (const job of seed.jobs) {
    service.enqueue(job);
  }
  return service;
}
