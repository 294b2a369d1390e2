import { withAncestors } from '../access/rights.ts';
import type { Instance } from '../instance.ts';
import { groupById, projectById } from '../state/lookup.ts';
import type { JobRecord, ProjectRecord, RunnerRecord } from '../state/model.ts';

const MINUTE_MS = 60_000;
/** A runner counts as online this long after it called in. */
const ONLINE_MS = 2 * 60 * MINUTE_MS;
/** Then it is offline, and after this it is stale. */
const STALE_MS = 7 * 24 * 60 * MINUTE_MS;
/** GitLab writes `contacted_at` down only this often. */
const CONTACT_STEP_MS = 40 * MINUTE_MS;

/** When the runner was last heard of, as the record has it; null when never. */
export function contactedAt(instance: Instance, runner: RunnerRecord): number | null {
  if (runner.contact !== 'regular') {
    return runner.contact;
  }
  const now = instance.clock.now();
  return now - (now % CONTACT_STEP_MS);
}

export function runnerStatus(
  instance: Instance,
  runner: RunnerRecord,
): 'online' | 'offline' | 'stale' | 'never_contacted' {
  const last = contactedAt(instance, runner);
  if (last === null) {
    return 'never_contacted';
  }
  const silentMs = instance.clock.now() - last;
  if (silentMs <= ONLINE_MS) {
    return 'online';
  }
  return silentMs <= STALE_MS ? 'offline' : 'stale';
}

export function isRunnerOnline(instance: Instance, runner: RunnerRecord): boolean {
  return runnerStatus(instance, runner) === 'online';
}

/** Whether the runner may take jobs of the project at all. */
export function servesProject(instance: Instance, runner: RunnerRecord, project: ProjectRecord): boolean {
  switch (runner.runnerType) {
    case 'instance_type':
      return project.settings.sharedRunnersEnabled;
    case 'project_type':
      return runner.projectIds.includes(project.id);
    case 'group_type': {
      const { state } = instance.store;
      const groups = withAncestors(state, groupById(state, project.groupId));
      return project.settings.groupRunnersEnabled && groups.some((group) => group.id === runner.groupId);
    }
  }
}

/** The runner that would take the job now: up, not paused, allowed, with all its tags. Null leaves the job stuck. */
export function runnerFor(instance: Instance, job: JobRecord): RunnerRecord | null {
  const { state } = instance.store;
  const project = projectById(state, job.projectId);
  const fits = (runner: RunnerRecord) =>
    !runner.isPaused &&
    runner.contact === 'regular' &&
    servesProject(instance, runner, project) &&
    (job.tags.length === 0 ? runner.runUntagged : job.tags.every((tag) => runner.tagList.includes(tag)));
  return state.runners.find(fits) ?? null;
}
