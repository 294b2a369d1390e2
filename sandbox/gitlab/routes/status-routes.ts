import type { Route } from '../../http/router.ts';
import { ACCESS } from '../access/rights.ts';
import { postStatus, STATUS_STATES } from '../pipelines/commit-status.ts';
import { jobsOf } from '../pipelines/find.ts';
import { renderStatus } from '../render/pipeline.ts';
import { apiError, invalidParameters } from '../rest/api-error.ts';
import { type ApiCall, type ApiRouter, json } from '../rest/api-route.ts';
import { paginate } from '../rest/paginate.ts';
import { codeOf, commitOf, projectFor } from '../rest/subject.ts';
import { gitDirOf } from '../state/lookup.ts';
import type { JobRecord } from '../state/model.ts';

export function statusRoutes(api: ApiRouter): Route[] {
  return [
    api('POST', '/projects/:id/statuses/:sha', createStatus),
    api('GET', '/projects/:id/repository/commits/:sha/statuses', listStatuses),
  ];
}

async function createStatus(call: ApiCall) {
  const { input, instance } = call;
  const project = projectFor(call, ACCESS.developer);
  const user = call.user();
  input.require('state');
  const state = input.choice('state', STATUS_STATES);
  if (state === null) {
    throw invalidParameters('state does not have a valid value');
  }
  const sha = await commitOf(gitDirOf(instance, project), call.params.sha ?? '');
  const wish = {
    sha,
    state,
    name: input.text('name') ?? input.text('context') ?? 'default',
    ref: input.text('ref'),
    pipelineId: input.integer('pipeline_id'),
    targetUrl: targetUrl(call),
    description: limited(call, 'description'),
    coverage: input.text('coverage') === null ? null : Number(input.text('coverage')),
  };
  const job = await instance.repositories.exclusively(project.id, () => postStatus(instance, project, user, wish));
  return json(renderStatus(instance, job), 201);
}

function targetUrl(call: ApiCall): string | null {
  const url = limited(call, 'target_url');
  if (url !== null && !/^https?:\/\//.test(url)) {
    throw apiError(400, { target_url: ['is blocked: Only allowed schemes are http, https'] });
  }
  return url;
}

function limited(call: ApiCall, name: string): string | null {
  const value = call.input.text(name);
  if (value !== null && value.length > 255) {
    throw apiError(400, { [name]: ['is too long (maximum is 255 characters)'] });
  }
  return value;
}

/** The latest of each name unless all are asked for; jobs of pipelines are statuses too. */
async function listStatuses(call: ApiCall) {
  const { project, gitDir } = codeOf(call);
  const sha = await commitOf(gitDir, call.params.sha ?? '');
  const { state } = call.instance.store;
  const ref = call.input.text('ref');
  const pipelineId = call.input.integer('pipeline_id');
  const withRetried = call.input.flag('all') === true;
  const wanted = (job: JobRecord) =>
    (call.input.text('name') === null || job.name === call.input.text('name')) &&
    (call.input.text('stage') === null || job.stage === call.input.text('stage'));
  const jobs = state.pipelines
    .filter((pipeline) => pipeline.projectId === project.id && pipeline.sha === sha)
    .filter((pipeline) => ref === null || pipeline.ref === ref)
    .filter((pipeline) => pipelineId === null || pipeline.id === pipelineId)
    .flatMap((pipeline) => jobsOf(state, pipeline.id, withRetried))
    .filter(wanted)
    .sort((left, right) => left.id - right.id);
  return paginate(call, jobs, (job) => renderStatus(call.instance, job));
}
