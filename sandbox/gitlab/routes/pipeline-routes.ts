import { branchSha } from '../../git/refs.ts';
import type { Route } from '../../http/router.ts';
import { ACCESS, canPushToBranch } from '../access/rights.ts';
import { createPipeline } from '../pipelines/create.ts';
import { jobsOf } from '../pipelines/find.ts';
import { isFinished, updatePipelineStatus } from '../pipelines/status.ts';
import { traceOf } from '../pipelines/trace.ts';
import { renderJob, renderPipeline } from '../render/pipeline.ts';
import { apiError, forbidden, notFound } from '../rest/api-error.ts';
import { type ApiCall, type ApiRouter, json } from '../rest/api-route.ts';
import { paginate } from '../rest/paginate.ts';
import { codeOf, projectFor } from '../rest/subject.ts';
import { gitDirOf } from '../state/lookup.ts';
import type { JobRecord } from '../state/model.ts';

export function pipelineRoutes(api: ApiRouter): Route[] {
  const one = '/projects/:id/pipelines/:pipeline_id';
  return [
    api('GET', '/projects/:id/pipelines', listPipelines),
    api('GET', '/projects/:id/pipelines/latest', showLatest),
    api('POST', '/projects/:id/pipeline', runPipeline),
    api('GET', one, showPipeline),
    api('GET', `${one}/jobs`, listPipelineJobs),
    api('POST', `${one}/cancel`, cancelPipeline),
    api('GET', '/projects/:id/jobs', listJobs),
    api('GET', '/projects/:id/jobs/:job_id', showJob),
    api('GET', '/projects/:id/jobs/:job_id/trace', showTrace),
  ];
}

function pipelinesOf(call: ApiCall) {
  const { project } = codeOf(call);
  return call.instance.store.state.pipelines
    .filter((pipeline) => pipeline.projectId === project.id)
    .sort((left, right) => right.id - left.id);
}

function listPipelines(call: ApiCall) {
  const { input } = call;
  const equals = (name: string, value: string) => input.text(name) === null || input.text(name) === value;
  const found = pipelinesOf(call)
    .filter((pipeline) => equals('ref', pipeline.ref) && equals('sha', pipeline.sha))
    .filter((pipeline) => equals('status', pipeline.status) && equals('source', pipeline.source))
    .filter((pipeline) => {
      const scope = input.text('scope');
      return scope === null || scope === pipeline.status || (scope === 'finished' && isFinished(pipeline.status));
    });
  if (input.choice('sort', ['asc', 'desc'] as const) === 'asc') {
    found.reverse();
  }
  return paginate(call, found, (pipeline) => renderPipeline(call.instance, pipeline));
}

function pipelineOf(call: ApiCall) {
  const pipeline = pipelinesOf(call).find((each) => String(each.id) === call.params.pipeline_id);
  if (pipeline === undefined) {
    throw notFound();
  }
  return pipeline;
}

function showPipeline(call: ApiCall) {
  return json(renderPipeline(call.instance, pipelineOf(call), 'full'));
}

async function showLatest(call: ApiCall) {
  const { project, gitDir } = codeOf(call);
  const ref = call.input.text('ref') ?? project.defaultBranch;
  const sha = await branchSha(gitDir, ref);
  const pipeline = pipelinesOf(call).find((each) => each.ref === ref && each.sha === sha);
  if (pipeline === undefined) {
    throw notFound();
  }
  return json(renderPipeline(call.instance, pipeline, 'full'));
}

async function runPipeline(call: ApiCall) {
  const project = projectFor(call, ACCESS.developer);
  const user = call.user();
  const ref = call.input.requiredText('ref');
  const sha = await branchSha(gitDirOf(call.instance, project), ref);
  if (sha === null) {
    throw apiError(400, { base: ['Reference not found'] });
  }
  if (!canPushToBranch(call.instance.store.state, user, project, ref)) {
    throw apiError(400, { base: [`You do not have sufficient permission to run a pipeline on '${ref}'.`] });
  }
  const pipeline = await createPipeline(call.instance, project, {
    ref,
    sha,
    beforeSha: '0'.repeat(40),
    source: 'api',
    userId: user.id,
  });
  if (pipeline === null) {
    throw apiError(400, { base: ['Missing CI config file'] });
  }
  return json(renderPipeline(call.instance, pipeline, 'full'), 201);
}

async function cancelPipeline(call: ApiCall) {
  const project = projectFor(call, ACCESS.developer);
  const pipeline = pipelineOf(call);
  if (!canPushToBranch(call.instance.store.state, call.user(), project, pipeline.ref)) {
    throw forbidden();
  }
  const now = call.instance.clock.now();
  for (const job of jobsOf(call.instance.store.state, pipeline.id)) {
    if (!isFinished(job.status)) {
      job.status = 'canceled';
      job.finishedAt = now;
    }
  }
  await updatePipelineStatus(call.instance, pipeline);
  return json(renderPipeline(call.instance, pipeline, 'full'));
}

function byScope(call: ApiCall): (job: JobRecord) => boolean {
  const scopes = call.input.list('scope');
  return (job) => scopes === null || scopes.includes(job.status);
}

/** Only real jobs: posted statuses are not listed here. Newest first. */
function listPipelineJobs(call: ApiCall) {
  const pipeline = pipelineOf(call);
  const withRetried = call.input.flag('include_retried') === true;
  const jobs = jobsOf(call.instance.store.state, pipeline.id, withRetried)
    .filter((job) => job.kind === 'build')
    .filter(byScope(call))
    .sort((left, right) => right.id - left.id);
  return paginate(call, jobs, (job) => renderJob(call.instance, job));
}

function listJobs(call: ApiCall) {
  const { project } = codeOf(call);
  const jobs = call.instance.store.state.jobs
    .filter((job) => job.projectId === project.id && job.kind === 'build')
    .filter(byScope(call))
    .sort((left, right) => right.id - left.id);
  return paginate(call, jobs, (job) => renderJob(call.instance, job));
}

function jobOf(call: ApiCall): JobRecord {
  const { project } = codeOf(call);
  const job = call.instance.store.state.jobs.find(
    (each) => each.projectId === project.id && each.kind === 'build' && String(each.id) === call.params.job_id,
  );
  if (job === undefined) {
    throw notFound();
  }
  return job;
}

async function showJob(call: ApiCall) {
  return json(await renderJob(call.instance, jobOf(call)));
}

function showTrace(call: ApiCall) {
  return {
    status: 200,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: traceOf(call.instance, jobOf(call)),
  };
}
