import type { RequestContext } from '../../http/router.ts';
import type { Job } from '../actions/model.ts';
import { notFound } from './api-error.ts';
import { type ApiCall, type ApiReply, organizationOf, paged, repositoryOf, requireRight } from './call.ts';
import { renderGroup, renderJob, renderRepository, renderRun, renderRunner, repositoryId } from './render.ts';

export type ApiRoute = [path: string, handler: (call: ApiCall, context: RequestContext) => ApiReply];

const organizationRoutes: ApiRoute[] = [
  [
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
    '/orgs/:org/actions/runner-groups',
    (call, context) => {
      organizationOf(call);
      requireRight(call, 'organizationRunners');
      return paged(call, context, 'runner_groups', call.service.groups(), (group) => renderGroup(call, group));
    },
  ],
  [
    '/orgs/:org/actions/runner-groups/:id/repositories',
    (call, context) => {
      const group = groupOf(call);
      const names = group.repositories ?? [];
      return paged(call, context, 'repositories', names, (name) => repository(call, name));
    },
  ],
  [
    '/orgs/:org/actions/runner-groups/:id/runners',
    (call, context) => {
      const group = groupOf(call);
      const runners = call.service.runners().filter(({ groupId }) => groupId === group.id);
      return paged(call, context, 'runners', runners, renderRunner);
    },
  ],
  [
    '/orgs/:org/repos',
    (call, context) => {
      organizationOf(call);
      return paged(call, context, null, call.service.seed.repositories, (name) => repository(call, name));
    },
  ],
];

const repositoryRoutes: ApiRoute[] = [
  [
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
    '/repos/:owner/:repo/actions/runs',
    (call, context) => {
      const asked = call.query.get('status');
      const jobs = jobsOf(call).filter(
        ({ status, conclusion }) => asked === null || [status, conclusion].includes(asked as Job['status']),
      );
      return paged(call, context, 'workflow_runs', jobs.toReversed(), (job) => renderRun(call, job));
    },
  ],
  [
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
  ['/meta', () => ({ body: { verifiable_password_authentication: false } })],
  ['/user', ({ bearer }) => ({ body: { login: bearer.login, id: 1, type: 'User' } })],
  ...organizationRoutes,
  ...repositoryRoutes,
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
