import type { Route } from '../../http/router.ts';
import { ACCESS, canSeeProject, projectAccess, withAncestors } from '../access/rights.ts';
import { renderProject, renderSimpleProject } from '../render/project.ts';
import { isoTime } from '../render/time.ts';
import { renderUser } from '../render/user.ts';
import { notFound } from '../rest/api-error.ts';
import { type ApiCall, type ApiRouter, json } from '../rest/api-route.ts';
import { paginate, paginateById } from '../rest/paginate.ts';
import { projectFor, projectOf } from '../rest/subject.ts';
import { groupById, projectPath, userById } from '../state/lookup.ts';
import type { MemberRecord, ProjectRecord } from '../state/model.ts';

export function projectRoutes(api: ApiRouter): Route[] {
  return [
    api('GET', '/projects', listProjects),
    api('GET', '/projects/:id', async (call) =>
      json(await renderProject(call.instance, projectOf(call), call.caller?.user ?? null)),
    ),
    api('GET', '/projects/:id/members', (call) => listMembers(call, false)),
    api('GET', '/projects/:id/members/all', (call) => listMembers(call, true)),
    api('GET', '/projects/:id/members/all/:user_id', showMember),
    api('GET', '/projects/:id/protected_branches', listProtectedBranches),
    api('GET', '/projects/:id/protected_branches/:name', showProtectedBranch),
  ];
}

function listProjects(call: ApiCall) {
  const { state } = call.instance.store;
  const user = call.caller?.user ?? null;
  const minimum = call.input.integer('min_access_level') ?? (call.input.flag('membership') === true ? 1 : 0);
  const search = call.input.text('search')?.toLowerCase() ?? '';
  const projects = state.projects
    .filter((project) => canSeeProject(state, user, project))
    .filter((project) => minimum === 0 || projectAccess(state, user, project) >= minimum)
    .filter((project) => projectPath(state, project).toLowerCase().includes(search))
    .sort((left, right) => right.id - left.id);
  const render = (project: ProjectRecord) =>
    call.input.flag('simple') === true
      ? renderSimpleProject(call.instance, project)
      : renderProject(call.instance, project, user);
  return call.input.text('pagination') === 'keyset'
    ? paginateById(call, projects, render)
    : paginate(call, projects, render);
}

/** Members with the role that counts for each; own ones only, or those of the groups above as well. */
function membersOf(call: ApiCall, project: ProjectRecord, withInherited: boolean): MemberRecord[] {
  const { state } = call.instance.store;
  const groups = new Set(withAncestors(state, groupById(state, project.groupId)).map((group) => group.id));
  const best = new Map<number, MemberRecord>();
  for (const member of state.members) {
    const isOwn = member.source === 'project' && member.sourceId === project.id;
    const isInherited = member.source === 'group' && groups.has(member.sourceId);
    if (isOwn || (withInherited && isInherited)) {
      const known = best.get(member.userId);
      if (known === undefined || known.accessLevel < member.accessLevel) {
        best.set(member.userId, member);
      }
    }
  }
  return [...best.values()];
}

function renderMember(call: ApiCall, member: MemberRecord) {
  const user = userById(call.instance.store.state, member.userId);
  return {
    access_level: member.accessLevel,
    created_at: isoTime(user.createdAt),
    expires_at: null,
    ...renderUser(call.instance, user),
    membership_state: 'active',
  };
}

function listMembers(call: ApiCall, withInherited: boolean) {
  const members = membersOf(call, projectOf(call), withInherited);
  const query = call.input.text('query')?.toLowerCase() ?? '';
  const rendered = members.map((member) => renderMember(call, member));
  const found = rendered.filter(
    (member) => member.username.toLowerCase().includes(query) || member.name.toLowerCase().includes(query),
  );
  return paginate(call, found, (member) => member);
}

function showMember(call: ApiCall) {
  const member = membersOf(call, projectOf(call), true).find((each) => String(each.userId) === call.params.user_id);
  if (member === undefined) {
    throw notFound();
  }
  return json(renderMember(call, member));
}

const LEVEL_NAMES: Record<number, string> = { 0: 'No one', 30: 'Developers + Maintainers', 40: 'Maintainers' };

function renderRule(rule: ProjectRecord['protectedBranches'][number]) {
  const level = (accessLevel: number) => [
    { id: rule.id, access_level: accessLevel, access_level_description: LEVEL_NAMES[accessLevel] ?? 'Owners' },
  ];
  return {
    id: rule.id,
    name: rule.name,
    push_access_levels: level(rule.pushAccessLevel),
    merge_access_levels: level(rule.mergeAccessLevel),
    allow_force_push: rule.allowForcePush,
  };
}

function listProtectedBranches(call: ApiCall) {
  const project = projectFor(call, ACCESS.developer);
  return paginate(call, project.protectedBranches, renderRule);
}

function showProtectedBranch(call: ApiCall) {
  const project = projectFor(call, ACCESS.developer);
  const rule = project.protectedBranches.find((each) => each.name === call.params.name);
  if (rule === undefined) {
    throw notFound();
  }
  return json(renderRule(rule));
}
