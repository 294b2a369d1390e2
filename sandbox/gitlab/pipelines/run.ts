import type { Instance } from '../instance.ts';
import { pipelineById, projectById } from '../state/lookup.ts';
import type { JobRecord, PipelineRecord } from '../state/model.ts';
import { jobsOf } from './find.ts';
import { runnerFor } from './runner.ts';
import { isFinished, updatePipelineStatus } from './status.ts';

/**
 * Does what is due in a pipeline and comes back when the next thing is. All moments are in the job records, so that
 * a pipeline goes on where a restart left it.
 */
export async function advancePipeline(instance: Instance, pipeline: PipelineRecord): Promise<void> {
  const jobs = jobsOf(instance.store.state, pipeline.id)
    .filter((job) => job.kind === 'build')
    .sort((left, right) => left.stageIndex - right.stageIndex);
  let nextDueAt = Number.POSITIVE_INFINITY;
  // Each round may make a later stage ready; a job changes at most four times.
  for (let round = 0; round <= jobs.length * 4; round += 1) {
    const changed = jobs.filter((job) => advanceJob(instance, jobs, job));
    await updatePipelineStatus(instance, pipeline);
    if (changed.length === 0) {
      break;
    }
  }
  for (const job of jobs) {
    nextDueAt = Math.min(nextDueAt, dueAt(instance, job));
  }
  await instance.store.saved();
  if (Number.isFinite(nextDueAt)) {
    instance.background.later(Math.max(1, nextDueAt - instance.clock.now()), () =>
      advancePipeline(instance, pipelineById(instance.store.state, pipeline.id)),
    );
  }
}

/** Takes up every pipeline that a stop left unfinished. */
export function resumePipelines(instance: Instance): void {
  for (const pipeline of instance.store.state.pipelines) {
    if (!isFinished(pipeline.status) && pipeline.source !== 'external') {
      instance.background.later(0, () => advancePipeline(instance, pipeline));
    }
  }
}

/** When the job will change by itself; never for one that waits for others, for a person or for a runner. */
function dueAt(instance: Instance, job: JobRecord): number {
  if (job.status === 'running' && job.startedAt !== null) {
    return job.startedAt + instance.delays.jobRunMs;
  }
  if (job.status === 'pending' && job.queuedAt !== null && runnerFor(instance, job) !== null) {
    return job.queuedAt + instance.delays.jobQueueMs;
  }
  return Number.POSITIVE_INFINITY;
}

function advanceJob(instance: Instance, jobs: readonly JobRecord[], job: JobRecord): boolean {
  const now = instance.clock.now();
  if (job.status === 'created') {
    return release(instance, jobs, job);
  }
  if (dueAt(instance, job) > now) {
    return false;
  }
  if (job.status === 'pending') {
    job.runnerId = runnerFor(instance, job)?.id ?? null;
    job.status = 'running';
    job.startedAt = now;
  } else {
    job.finishedAt = now;
    job.status = outcomeOf(instance, job);
    job.failureReason = job.status === 'failed' ? 'script_failure' : null;
  }
  instance.store.changed();
  return true;
}

/** A job waits until every earlier stage is over, and is left out when one of them failed. */
function release(instance: Instance, jobs: readonly JobRecord[], job: JobRecord): boolean {
  const earlier = jobs.filter((each) => each.stageIndex < job.stageIndex);
  const isOver = (each: JobRecord) => isFinished(each.status) || (each.status === 'manual' && each.allowFailure);
  if (!earlier.every(isOver)) {
    return false;
  }
  const isSpoiled = earlier.some(
    (each) => !each.allowFailure && (each.status === 'failed' || each.status === 'canceled'),
  );
  if (isSpoiled) {
    job.status = 'skipped';
  } else if (job.isManual) {
    job.status = 'manual';
  } else {
    job.status = 'pending';
    job.queuedAt = instance.clock.now();
  }
  instance.store.changed();
  return true;
}

function outcomeOf(instance: Instance, job: JobRecord): 'success' | 'failed' {
  const { state } = instance.store;
  const { ref } = pipelineById(state, job.pipelineId);
  const rule = projectById(state, job.projectId).outcomes.find(
    (each) => (each.job === null || each.job === job.name) && (each.ref === null || each.ref === ref),
  );
  return rule?.outcome ?? 'success';
}
