import type { Instance } from '../instance.ts';
import type { JobRecord, JobStatus, PipelineRecord } from '../state/model.ts';
import { sendPipelineHooks } from '../webhooks/pipeline-hook.ts';
import { jobsOf } from './find.ts';

/** The status of a pipeline from those of its jobs, by GitLab's rules. Jobs that may fail do not spoil it. */
export function combinedStatus(jobs: readonly JobRecord[]): JobStatus {
  const statuses = jobs.map((job) =>
    job.allowFailure && (job.status === 'failed' || job.status === 'canceled' || job.status === 'manual')
      ? 'success'
      : job.status,
  );
  const only = (...allowed: JobStatus[]) => statuses.every((status) => allowed.includes(status));
  const any = (...wanted: JobStatus[]) => statuses.some((status) => wanted.includes(status));
  if (only('skipped')) {
    return 'skipped';
  }
  if (only('success', 'skipped')) {
    return 'success';
  }
  if (only('created', 'skipped')) {
    return 'created';
  }
  if (only('canceled', 'success', 'skipped')) {
    return 'canceled';
  }
  if (only('pending', 'created', 'skipped')) {
    return 'pending';
  }
  if (any('running', 'pending', 'created')) {
    return 'running';
  }
  return any('manual') ? 'manual' : 'failed';
}

const FINISHED: readonly JobStatus[] = ['success', 'failed', 'canceled', 'skipped'];

export const isFinished = (status: JobStatus) => FINISHED.includes(status);

/** Brings the pipeline's own fields in line with its jobs and tells the hooks when its status changed. */
export async function updatePipelineStatus(instance: Instance, pipeline: PipelineRecord): Promise<void> {
  const jobs = jobsOf(instance.store.state, pipeline.id);
  if (jobs.length === 0) {
    return;
  }
  const status = combinedStatus(jobs);
  const now = instance.clock.now();
  const starts = jobs.flatMap((job) => (job.startedAt === null ? [] : [job.startedAt]));
  pipeline.startedAt = starts.length === 0 ? null : Math.min(...starts);
  pipeline.finishedAt = isFinished(status) ? (pipeline.finishedAt ?? now) : null;
  const hasChanged = status !== pipeline.status;
  pipeline.status = status;
  if (hasChanged) {
    pipeline.updatedAt = now;
    await sendPipelineHooks(instance, pipeline);
  }
  instance.store.changed();
}
