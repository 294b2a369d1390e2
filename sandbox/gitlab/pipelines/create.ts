import { readCommit } from '../../git/commits.ts';
import { entryAt, readBlob } from '../../git/tree.ts';
import type { Instance } from '../instance.ts';
import { gitDirOf, projectPath } from '../state/lookup.ts';
import type { JobRecord, PipelineRecord, ProjectRecord } from '../state/model.ts';
import { sendPipelineHooks } from '../webhooks/pipeline-hook.ts';
import { type CiJob, type CiPlan, planOf } from './ci-file.ts';
import { advancePipeline } from './run.ts';
import { updatePipelineStatus } from './status.ts';

const CI_FILE = '.gitlab-ci.yml';

type PipelineWish = {
  ref: string;
  sha: string;
  beforeSha: string;
  source: PipelineRecord['source'];
  userId: number;
};

/** The pipeline a push to a branch starts, if the branch has a CI file with jobs for it. */
export async function createPushPipeline(
  instance: Instance,
  project: ProjectRecord,
  ref: string,
  push: { before: string; after: string; userId: number },
): Promise<void> {
  await createPipeline(instance, project, {
    ref,
    sha: push.after,
    beforeSha: push.before,
    source: 'push',
    userId: push.userId,
  });
}

/** Null when there is nothing to run: no CI file, or no job for this ref. */
export async function createPipeline(
  instance: Instance,
  project: ProjectRecord,
  wish: PipelineWish,
): Promise<PipelineRecord | null> {
  const gitDir = gitDirOf(instance, project);
  const entry = await entryAt(gitDir, wish.sha, CI_FILE);
  if (entry?.type !== 'blob') {
    return null;
  }
  const plan = planOf((await readBlob(gitDir, entry.sha)).toString('utf8'), variablesOf(instance, project, wish));
  if (plan.error === null && plan.jobs.length === 0) {
    return null;
  }
  const { message } = await readCommit(gitDir, wish.sha);
  const isSkipped = /\[(ci skip|skip ci|ci-skip|skip-ci)\]/i.test(message);
  const pipeline = addPipeline(instance, project, wish, plan);
  if (isSkipped || plan.error !== null) {
    pipeline.status = isSkipped ? 'skipped' : 'failed';
    pipeline.finishedAt = pipeline.createdAt;
    await sendPipelineHooks(instance, pipeline);
    return pipeline;
  }
  for (const job of plan.jobs) {
    addJob(instance, pipeline, job);
  }
  await updatePipelineStatus(instance, pipeline);
  await sendPipelineHooks(instance, pipeline);
  await advancePipeline(instance, pipeline);
  return pipeline;
}

function variablesOf(instance: Instance, project: ProjectRecord, wish: PipelineWish) {
  return {
    CI: 'true',
    CI_COMMIT_BRANCH: wish.ref,
    CI_COMMIT_REF_NAME: wish.ref,
    CI_COMMIT_SHA: wish.sha,
    CI_DEFAULT_BRANCH: project.defaultBranch,
    CI_PIPELINE_SOURCE: wish.source,
    CI_PROJECT_PATH: projectPath(instance.store.state, project),
  };
}

/** Adds an empty pipeline; commit statuses need one too. */
export function addPipeline(
  instance: Instance,
  project: ProjectRecord,
  wish: PipelineWish,
  plan: Pick<CiPlan, 'stages' | 'error'>,
): PipelineRecord {
  const { store } = instance;
  const now = instance.clock.now();
  const pipeline: PipelineRecord = {
    id: store.nextId('pipeline'),
    iid: store.nextId(`pipeline_iid_${project.id}`),
    projectId: project.id,
    ...wish,
    status: 'created',
    stages: [...plan.stages],
    yamlErrors: plan.error,
    createdAt: now,
    updatedAt: now,
    startedAt: null,
    finishedAt: null,
  };
  store.state.pipelines.push(pipeline);
  store.changed();
  return pipeline;
}

function addJob(instance: Instance, pipeline: PipelineRecord, job: CiJob): void {
  const { name, stage, stageIndex, script, tags, allowFailure, isManual } = job;
  instance.store.state.jobs.push({
    ...emptyJob(instance, pipeline),
    kind: 'build',
    name,
    stage,
    stageIndex,
    script,
    tags,
    allowFailure,
    isManual,
  });
}

/** A job with nothing in it yet. */
export function emptyJob(instance: Instance, pipeline: PipelineRecord): JobRecord {
  return {
    id: instance.store.nextId('job'),
    pipelineId: pipeline.id,
    projectId: pipeline.projectId,
    kind: 'build',
    name: '',
    stage: 'test',
    stageIndex: 0,
    status: 'created',
    allowFailure: false,
    isManual: false,
    tags: [],
    script: [],
    userId: pipeline.userId,
    runnerId: null,
    failureReason: null,
    description: null,
    targetUrl: null,
    coverage: null,
    isRetried: false,
    createdAt: instance.clock.now(),
    queuedAt: null,
    startedAt: null,
    finishedAt: null,
  };
}
