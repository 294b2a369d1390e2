import type { Route } from '../../http/router.ts';
import { ACCESS, canSeeProject, groupAccess } from '../access/rights.ts';
import { renderGroup, renderProject } from '../render/project.ts';
import { type ApiCall, type ApiRouter, json } from '../rest/api-route.ts';
import { paginate } from '../rest/paginate.ts';
import { groupOf } from '../rest/subject.ts';
import { groupPath } from '../state/lookup.ts';

export function groupRoutes(api: ApiRouter): Route[] {
  return [
    api('GET', '/groups', listGroups),
    api('GET', '/groups/:id', showGroup),
    api('GET', '/groups/:id/projects', listGroupProjects),
  ];
}

function listGroups(call: ApiCall) {
  const { state } = call.instance.store;
  const user = call.user();
  const minimum = call.input.integer('min_access_level') ?? ACCESS.guest;
  const search = call.input.text('search')?.toLowerCase() ?? '';
  const groups = state.groups
    .filter((group) => user.isAdmin || groupAccess(state, user, group) >= minimum)
    .filter((group) => groupPath(state, group).toLowerCase().includes(search))
    .sort((left, right) => left.name.localeCompare(right.name));
  return paginate(call, groups, (group) => renderGroup(call.instance, group));
}

async function showGroup(call: ApiCall) {
  const group = groupOf(call);
  const { state } = call.instance.store;
  const user = call.user();
  const projects = state.projects.filter(
    (project) => project.groupId === group.id && canSeeProject(state, user, project),
  );
  return json({
    ...renderGroup(call.instance, group),
    shared_with_groups: [],
    ...(call.input.flag('with_projects') === false
      ? {}
      : {
          projects: await Promise.all(projects.map((project) => renderProject(call.instance, project, user))),
          shared_projects: [],
        }),
  });
}

function listGroupProjects(call: ApiCall) {
  const group = groupOf(call);
  const { state } = call.instance.store;
  const user = call.user();
  const projects = state.projects.filter(
    (project) => project.groupId === group.id && canSeeProject(state, user, project),
  );
  return paginate(call, projects, (project) => renderProject(call.instance, project, user));
}
