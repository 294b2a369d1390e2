import { readCommit } from '../../git/commits.ts';
import type { Instance } from '../instance.ts';
import { jobsOf } from '../pipelines/find.ts';
import { pipelineUrl, seconds } from '../render/pipeline.ts';
import { renderHookProject } from '../render/project.ts';
import { hookTime, hookTimeOrNull } from '../render/time.ts';
import { renderHookUser } from '../render/user.ts';
import { gitDirOf, projectById, userById } from '../state/lookup.ts';
import type { JobRecord, PipelineRecord } from '../state/model.ts';
import { deliver } from './deliver.ts';
import { renderHookCommit } from './push-hook.ts';

/** Tells the pipeline hooks where the pipeline stands. */
export async function sendPipelineHooks(instance: Instance, pipeline: PipelineRecord): Promise<void> {
  const { state } = instance.store;
  if (!state.hooks.some((hook) => hook.projectId === pipeline.projectId && hook.events.pipeline)) {
    return;
  }
  const project = projectById(state, pipeline.projectId);
  const commit = await readCommit(gitDirOf(instance, project), pipeline.sha);
  deliver(instance, project, 'pipeline', {
    object_kind: 'pipeline',
    object_attributes: {
      id: pipeline.id,
      iid: pipeline.iid,
      name: null,
      ref: pipeline.ref,
      tag: false,
      sha: pipeline.sha,
      before_sha: pipeline.beforeSha,
      source: pipeline.source,
      status: pipeline.status,
      detailed_status: pipeline.status === 'success' ? 'passed' : pipeline.status,
      stages: pipeline.stages,
      created_at: hookTime(pipeline.createdAt),
      finished_at: hookTimeOrNull(pipeline.finishedAt),
      duration: wholeSeconds(pipeline.startedAt, pipeline.finishedAt),
      queued_duration: wholeSeconds(pipeline.createdAt, pipeline.startedAt),
      protected_ref: project.protectedBranches.some((rule) => rule.name === pipeline.ref),
      variables: [],
      url: pipelineUrl(instance, pipeline),
    },
    merge_request: null,
    user: renderHookUser(userById(state, pipeline.userId)),
    project: renderHookProject(instance, project),
    commit: renderHookCommit(instance, project, commit),
    builds: jobsOf(state, pipeline.id)
      .filter((job) => job.kind === 'build')
      .map((job) => renderHookJob(instance, job)),
  });
}

function wholeSeconds(from: number | null, to: number | null): number | null {
  const value = seconds(from, to);
  return value === null ? null : Math.round(value);
}

function renderHookJob(instance: Instance, job: JobRecord) {
  const { state } = instance.store;
  const runner = state.runners.find((each) => each.id === job.runnerId);
  return {
    id: job.id,
    stage: job.stage,
    name: job.name,
    status: job.status,
    created_at: hookTime(job.createdAt),
    started_at: hookTimeOrNull(job.startedAt),
    finished_at: hookTimeOrNull(job.finishedAt),
    duration: seconds(job.startedAt, job.finishedAt),
    queued_duration: seconds(job.queuedAt, job.startedAt),
    failure_reason: job.failureReason,
    when: job.isManual ? 'manual' : 'on_success',
    manual: job.isManual,
    allow_failure: job.allowFailure,
    user: renderHookUser(userById(state, job.userId)),
    runner:
      runner === undefined
        ? null
        : {
            id: runner.id,
            description: runner.description,
            runner_type: runner.runnerType,
            active: !runner.isPaused,
            is_shared: runner.runnerType === 'instance_type',
            tags: runner.tagList,
          },
    artifacts_file: { filename: null, size: null },
    environment: null,
  };
}
