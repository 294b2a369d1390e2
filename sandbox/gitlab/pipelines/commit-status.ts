import { branchesContaining } from '../../git/refs.ts';
import type { Instance } from '../instance.ts';
import { apiError, notFound } from '../rest/api-error.ts';
import { gitDirOf } from '../state/lookup.ts';
import type { JobRecord, JobStatus, PipelineRecord, ProjectRecord, UserRecord } from '../state/model.ts';
import { addPipeline, emptyJob } from './create.ts';
import { jobsOf, pipelinesOfSha } from './find.ts';
import { isFinished, updatePipelineStatus } from './status.ts';

export const STATUS_STATES = ['pending', 'running', 'success', 'failed', 'canceled', 'skipped'] as const;
export type StatusState = (typeof STATUS_STATES)[number];

export type StatusWish = {
  sha: string;
  state: StatusState;
  name: string;
  ref: string | null;
  pipelineId: number | null;
  targetUrl: string | null;
  description: string | null;
  coverage: number | null;
};

/** GitLab puts posted statuses behind all real stages. */
const EXTERNAL_STAGE_INDEX = 1_000_000;

/**
 * Posts a status. It joins the newest pipeline of the commit; where there is none, an `external` one is made on the
 * first branch that holds the commit. A running or pending status of the same name and person is moved on, a finished
 * one is replaced. Throws 400 for a move that GitLab does not know, 404 when the commit is on no branch.
 */
export async function postStatus(
  instance: Instance,
  project: ProjectRecord,
  user: UserRecord,
  wish: StatusWish,
): Promise<JobRecord> {
  const pipeline = await pipelineFor(instance, project, user, wish);
  const open = jobsOf(instance.store.state, pipeline.id, true).find(
    (job) =>
      job.kind === 'external' &&
      job.name === wish.name &&
      job.userId === user.id &&
      (job.status === 'pending' || job.status === 'running'),
  );
  const job = open ?? { ...emptyJob(instance, pipeline), ...externalFields(user, wish) };
  applyState(instance, job, wish.state);
  job.targetUrl = wish.targetUrl ?? job.targetUrl;
  job.description = wish.description ?? job.description;
  job.coverage = wish.coverage ?? job.coverage;
  if (open === undefined) {
    for (const older of jobsOf(instance.store.state, pipeline.id)) {
      older.isRetried = older.isRetried || older.name === wish.name;
    }
    instance.store.state.jobs.push(job);
  }
  if (!pipeline.stages.includes('external')) {
    pipeline.stages.push('external');
  }
  await updatePipelineStatus(instance, pipeline);
  return job;
}

function externalFields(user: UserRecord, wish: StatusWish): Partial<JobRecord> {
  return {
    kind: 'external',
    name: wish.name,
    stage: 'external',
    stageIndex: EXTERNAL_STAGE_INDEX,
    userId: user.id,
  };
}

async function pipelineFor(
  instance: Instance,
  project: ProjectRecord,
  user: UserRecord,
  wish: StatusWish,
): Promise<PipelineRecord> {
  const candidates = pipelinesOfSha(instance.store.state, project.id, wish.sha, wish.ref ?? undefined);
  const found = candidates.find((pipeline) => wish.pipelineId === null || pipeline.id === wish.pipelineId);
  if (found !== undefined) {
    return found;
  }
  if (wish.pipelineId !== null) {
    throw notFound('Pipeline for pipeline_id, sha and ref');
  }
  const ref = wish.ref ?? (await branchesContaining(gitDirOf(instance, project), wish.sha))[0];
  if (ref === undefined) {
    throw notFound('References for commit');
  }
  return addPipeline(
    instance,
    project,
    { ref, sha: wish.sha, beforeSha: '0'.repeat(40), source: 'external', userId: user.id },
    { stages: ['external'], error: null },
  );
}

function applyState(instance: Instance, job: JobRecord, state: StatusState): void {
  const now = instance.clock.now();
  switch (state) {
    case 'pending':
      move(job, 'enqueue', ['created'], 'pending');
      job.queuedAt = now;
      break;
    case 'running':
      // Asking for `running` enqueues first where that is possible.
      move(job, 'run', ['created', 'pending'], 'running');
      job.startedAt = now;
      break;
    case 'success':
      move(job, 'success', ['created', 'pending', 'running'], 'success');
      break;
    case 'failed':
      move(job, 'drop', ['created', 'pending', 'running'], 'failed');
      job.failureReason = 'api_failure';
      break;
    case 'canceled':
      move(job, 'cancel', ['created', 'pending', 'running'], 'canceled');
      break;
    case 'skipped':
      move(job, 'skip', ['created', 'pending'], 'skipped');
      break;
  }
  if (isFinished(job.status)) {
    job.startedAt ??= now;
    job.finishedAt = now;
  }
}

function move(job: JobRecord, event: string, from: readonly JobStatus[], to: JobStatus): void {
  if (!from.includes(job.status)) {
    throw apiError(
      400,
      `Cannot transition status via :${event} from :${job.status} (Reason(s): Status cannot transition via "${event}")`,
    );
  }
  job.status = to;
}
