import { readCommit } from '../../git/commits.ts';
import type { Instance } from '../instance.ts';
import { isRunnerOnline, runnerStatus } from '../pipelines/runner.ts';
import { gitDirOf, pipelineById, projectById, userById } from '../state/lookup.ts';
import type { JobRecord, PipelineRecord, RunnerRecord } from '../state/model.ts';
import { projectUrl } from './project.ts';
import { renderCommit } from './repository.ts';
import { isoTime, isoTimeOrNull } from './time.ts';
import { renderProfile, renderUserById } from './user.ts';

export function pipelineUrl(instance: Instance, pipeline: PipelineRecord): string {
  return `${projectUrl(instance, projectById(instance.store.state, pipeline.projectId))}/-/pipelines/${pipeline.id}`;
}

export function renderPipeline(instance: Instance, pipeline: PipelineRecord, form: 'basic' | 'full' = 'basic') {
  const basic = {
    id: pipeline.id,
    iid: pipeline.iid,
    project_id: pipeline.projectId,
    sha: pipeline.sha,
    ref: pipeline.ref,
    status: pipeline.status,
    source: pipeline.source,
    created_at: isoTime(pipeline.createdAt),
    updated_at: isoTime(pipeline.updatedAt),
    web_url: pipelineUrl(instance, pipeline),
    name: null,
  };
  if (form === 'basic') {
    return basic;
  }
  return {
    ...basic,
    before_sha: pipeline.beforeSha,
    tag: false,
    yaml_errors: pipeline.yamlErrors,
    user: renderUserById(instance, pipeline.userId),
    started_at: isoTimeOrNull(pipeline.startedAt),
    finished_at: isoTimeOrNull(pipeline.finishedAt),
    committed_at: null,
    duration: seconds(pipeline.startedAt, pipeline.finishedAt),
    queued_duration: seconds(pipeline.createdAt, pipeline.startedAt),
    coverage: null,
    archived: false,
    detailed_status: renderDetailedStatus(instance, pipeline),
  };
}

function renderDetailedStatus(instance: Instance, pipeline: PipelineRecord) {
  const label = pipeline.status === 'success' ? 'passed' : pipeline.status;
  const path = new URL(pipelineUrl(instance, pipeline)).pathname;
  return {
    icon: `status_${pipeline.status}`,
    text: label.charAt(0).toUpperCase() + label.slice(1),
    label,
    group: pipeline.status,
    tooltip: label,
    has_details: pipeline.source !== 'external',
    details_path: path,
    illustration: null,
    favicon: `/assets/ci_favicons/favicon_status_${pipeline.status}.png`,
  };
}

/** Seconds between two moments, null while one is missing. */
export function seconds(from: number | null, to: number | null): number | null {
  return from === null || to === null ? null : (to - from) / 1000;
}

export async function renderJob(instance: Instance, job: JobRecord) {
  const { state } = instance.store;
  const pipeline = pipelineById(state, job.pipelineId);
  const project = projectById(state, job.projectId);
  const runner = state.runners.find((each) => each.id === job.runnerId);
  return {
    id: job.id,
    status: job.status,
    stage: job.stage,
    name: job.name,
    ref: pipeline.ref,
    tag: false,
    coverage: job.coverage,
    allow_failure: job.allowFailure,
    created_at: isoTime(job.createdAt),
    started_at: isoTimeOrNull(job.startedAt),
    finished_at: isoTimeOrNull(job.finishedAt),
    erased_at: null,
    duration: seconds(job.startedAt, job.finishedAt ?? (job.status === 'running' ? instance.clock.now() : null)),
    queued_duration: seconds(job.queuedAt, job.startedAt ?? (job.status === 'pending' ? instance.clock.now() : null)),
    user: renderProfile(instance, userById(state, job.userId)),
    commit: renderCommit(instance, project, await readCommit(gitDirOf(instance, project), pipeline.sha)),
    pipeline: renderPipeline(instance, pipeline),
    ...(job.failureReason === null ? {} : { failure_reason: job.failureReason }),
    web_url: `${projectUrl(instance, project)}/-/jobs/${job.id}`,
    project: { ci_job_token_scope_enabled: false },
    artifacts: [],
    runner: runner === undefined ? null : renderRunner(instance, runner),
    runner_manager: null,
    artifacts_expire_at: null,
    archived: false,
    tag_list: [...job.tags].sort(),
  };
}

/** A status that somebody posted, or a job seen as one. */
export function renderStatus(instance: Instance, job: JobRecord) {
  const pipeline = pipelineById(instance.store.state, job.pipelineId);
  return {
    id: job.id,
    sha: pipeline.sha,
    ref: pipeline.ref,
    status: job.status,
    name: job.name,
    target_url: job.targetUrl,
    description: job.description,
    created_at: isoTime(job.createdAt),
    started_at: isoTimeOrNull(job.startedAt),
    finished_at: isoTimeOrNull(job.finishedAt),
    allow_failure: job.allowFailure,
    coverage: job.coverage,
    pipeline_id: job.pipelineId,
    author: renderUserById(instance, job.userId),
  };
}

/** A runner in lists: there are no tags here, as in the real one. */
export function renderRunner(instance: Instance, runner: RunnerRecord) {
  const { state } = instance.store;
  const isBusy = state.jobs.some((job) => job.runnerId === runner.id && job.status === 'running');
  const creator = state.users.find((user) => user.isAdmin);
  return {
    id: runner.id,
    description: runner.description,
    ip_address: runner.ipAddress,
    active: !runner.isPaused,
    paused: runner.isPaused,
    is_shared: runner.runnerType === 'instance_type',
    runner_type: runner.runnerType,
    name: 'gitlab-runner',
    online: isRunnerOnline(instance, runner),
    created_by: creator === undefined ? null : renderUserById(instance, creator.id),
    created_at: isoTime(runner.createdAt),
    status: runnerStatus(instance, runner),
    job_execution_status: isBusy ? 'active' : 'idle',
  };
}
