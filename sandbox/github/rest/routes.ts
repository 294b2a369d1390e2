import type { Job } from '../actions/model.ts';
import { FORGE_ROUTES } from '../forge/routes/index.ts';
import { notFound } from './api-error.ts';
import { type ApiCall, type ApiRoute, organizationOf, paged, repositoryOf, requireRight } from './call.ts';
import { PERSON_ROUTES } from './person-routes.ts';
import { headOf, renderGroup, renderJob, renderRepository, renderRun, renderRunner, repositoryId } from './render.ts';

const organizationRoutes: ApiRoute[] = [
  [
    'GET',
    '/orgs/:org/actions/runners',
    (call, context) => {
      const organization = organizationOf(call);
      requireRight(call, 'organizationRunners');
      const runners = call.service
        .runners()
        .filter(({ scope }) => scope.organization === organization && scope.repository === null);
      return paged(call, context, 'runners', runners, renderRunner);
    },
  ],
  [
    'GET',
    '/orgs/:org/actions/runner-groups',
    (call, context) => {
      organizationOf(call);
      requireRight(call, 'organizationRunners');
      return paged(call, context, 'runner_groups', call.service.groups(), (group) => renderGroup(call, group));
    },
  ],
  [
    'GET',
    '/orgs/:org/actions/runner-groups/:id/repositories',
    (call, context) => {
      const group = groupOf(call);
      const names = group.repositories ?? [];
      return paged(call, context, 'repositories', names, (name) => repository(call, name));
    },
  ],
  [
    'GET',
    '/orgs/:org/actions/runner-groups/:id/runners',
    (call, context) => {
      const group = groupOf(call);
      const runners = call.service.runners().filter(({ groupId }) => groupId === group.id);
      return paged(call, context, 'runners', runners, renderRunner);
    },
  ],
  [
    'GET',
    '/orgs/:org/repos',
    (call, context) => {
      organizationOf(call);
      return paged(call, context, null, call.service.seed.repositories, (name) => repository(call, name));
    },
  ],
];

const repositoryRoutes: ApiRoute[] = [
  [
    'GET',
    '/repos/:owner/:repo/actions/runners',
    (call, context) => {
      const name = repositoryOf(call);
      requireRight(call, 'repositoryRunners');
      const runners = call.service
        .runners()
        .filter(({ scope }) => `${scope.organization}/${scope.repository}` === name);
      return paged(call, context, 'runners', runners, renderRunner);
    },
  ],
  [
    'GET',
    '/repos/:owner/:repo/actions/runs',
    (call, context) => {
      const asked = call.query.get('status');
      const sha = call.query.get('head_sha');
      const jobs = jobsOf(call).filter(
        (job) =>
          (asked === null || [job.status, job.conclusion].includes(asked as Job['status'])) &&
          (sha === null || headOf(job) === sha),
      );
      return paged(call, context, 'workflow_runs', jobs.toReversed(), (job) => renderRun(call, job));
    },
  ],
  [
    'GET',
    '/repos/:owner/:repo/actions/runs/:run/jobs',
    (call, context) => {
      const jobs = jobsOf(call).filter(({ runId }) => String(runId) === call.params.run);
      if (jobs.length === 0) {
        throw notFound();
      }
      return paged(call, context, 'jobs', jobs, (job) => renderJob(call, job));
    },
  ],
];

export const API_ROUTES: readonly ApiRoute[] = [
  ['GET', '/meta', () => ({ body: { verifiable_password_authentication: false } })],
  ...PERSON_ROUTES,
  ...organizationRoutes,
  ...repositoryRoutes,
  ...FORGE_ROUTES,
];

function groupOf(call: ApiCall) {
  organizationOf(call);
  requireRight(call, 'organizationRunners');
  const group = call.service.groups().find(({ id }) => String(id) === call.params.id);
  if (group === undefined) {
    throw notFound();
  }
  return group;
}

function jobsOf(call: ApiCall): Job[] {
  const name = repositoryOf(call);
  requireRight(call, 'actions');
  return call.service.jobs().filter(({ repository }) => repository === name);
}

function repository(call: ApiCall, name: string) {
  return renderRepository(call, repositoryId(call, `${call.service.seed.organization}/${name}`), name);
}
