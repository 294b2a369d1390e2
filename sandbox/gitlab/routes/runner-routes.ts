import type { Route } from '../../http/router.ts';
import { ACCESS, groupAccess, projectAccess, withAncestors } from '../access/rights.ts';
import { contactedAt, runnerStatus, servesProject } from '../pipelines/runner.ts';
import { renderJob, renderRunner } from '../render/pipeline.ts';
import { projectUrl } from '../render/project.ts';
import { isoTimeOrNull } from '../render/time.ts';
import { forbidden, notFound } from '../rest/api-error.ts';
import { type ApiCall, type ApiRouter, json } from '../rest/api-route.ts';
import { paginate } from '../rest/paginate.ts';
import { groupOf, projectFor } from '../rest/subject.ts';
import { groupById, groupPath, projectById, projectPath } from '../state/lookup.ts';
import type { ProjectRecord, RunnerRecord, UserRecord } from '../state/model.ts';

export function runnerRoutes(api: ApiRouter): Route[] {
  return [
    api('GET', '/runners', listOwn),
    api('GET', '/runners/all', listAll),
    api('GET', '/runners/:id', showRunner),
    api('GET', '/runners/:id/jobs', listRunnerJobs),
    api('GET', '/runners/:id/managers', listManagers),
    api('GET', '/projects/:id/runners', listOfProject),
    api('GET', '/groups/:id/runners', listOfGroup),
  ];
}

function filtered(call: ApiCall, runners: readonly RunnerRecord[]) {
  const { input } = call;
  const type = input.choice('type', ['instance_type', 'group_type', 'project_type'] as const);
  const status = input.choice('status', ['online', 'offline', 'stale', 'never_contacted'] as const);
  const paused = input.flag('paused');
  const tags = input.list('tag_list');
  const found = runners
    .filter((runner) => type === null || runner.runnerType === type)
    .filter((runner) => status === null || runnerStatus(call.instance, runner) === status)
    .filter((runner) => paused === null || runner.isPaused === paused)
    .filter((runner) => tags === null || tags.every((tag) => runner.tagList.includes(tag)))
    .sort((left, right) => right.id - left.id);
  return paginate(call, found, (runner) => renderRunner(call.instance, runner));
}

/** Runners this user looks after: of projects as maintainer, of groups as owner; instance runners as administrator. */
function isOwned(call: ApiCall, user: UserRecord, runner: RunnerRecord): boolean {
  const { state } = call.instance.store;
  if (user.isAdmin) {
    return true;
  }
  if (runner.runnerType === 'group_type' && runner.groupId !== null) {
    return groupAccess(state, user, groupById(state, runner.groupId)) >= ACCESS.owner;
  }
  return state.projects.some(
    (project) => runner.projectIds.includes(project.id) && projectAccess(state, user, project) >= ACCESS.maintainer,
  );
}

function listOwn(call: ApiCall) {
  const user = call.user();
  const runners = call.instance.store.state.runners.filter(
    (runner) => runner.runnerType !== 'instance_type' && isOwned(call, user, runner),
  );
  return filtered(call, runners);
}

function listAll(call: ApiCall) {
  if (!call.user().isAdmin) {
    throw forbidden();
  }
  return filtered(call, call.instance.store.state.runners);
}

function listOfProject(call: ApiCall) {
  const project = projectFor(call, ACCESS.maintainer);
  return filtered(
    call,
    call.instance.store.state.runners.filter((runner) => servesProject(call.instance, runner, project)),
  );
}

/** With those of the groups above it. */
function listOfGroup(call: ApiCall) {
  const group = groupOf(call);
  const user = call.user();
  if (!user.isAdmin && groupAccess(call.instance.store.state, user, group) < ACCESS.maintainer) {
    throw forbidden();
  }
  const groups = withAncestors(call.instance.store.state, group).map(({ id }) => id);
  return filtered(
    call,
    call.instance.store.state.runners.filter(
      ({ runnerType, groupId }) => runnerType === 'instance_type' || (groupId !== null && groups.includes(groupId)),
    ),
  );
}

function runnerOf(call: ApiCall): RunnerRecord {
  const user = call.user();
  const runner = call.instance.store.state.runners.find((each) => String(each.id) === call.params.id);
  if (runner === undefined) {
    throw notFound('Runner');
  }
  if (runner.runnerType !== 'instance_type' && !isOwned(call, user, runner)) {
    throw forbidden('No access granted');
  }
  return runner;
}

function showRunner(call: ApiCall) {
  const runner = runnerOf(call);
  const { state } = call.instance.store;
  const projects = state.projects.filter((project) => runner.projectIds.includes(project.id));
  const group = runner.groupId === null ? null : groupById(state, runner.groupId);
  return json({
    ...renderRunner(call.instance, runner),
    tag_list: runner.tagList,
    run_untagged: runner.runUntagged,
    locked: runner.isLocked,
    maximum_timeout: runner.maximumTimeoutSeconds,
    access_level: runner.accessLevel,
    version: runner.version,
    revision: runner.revision,
    platform: runner.platform,
    architecture: runner.architecture,
    contacted_at: isoTimeOrNull(contactedAt(call.instance, runner)),
    maintenance_note: runner.maintenanceNote,
    projects: projects.map((project) => ({
      ...renderProjectName(call, project),
      web_url: projectUrl(call.instance, project),
    })),
    groups:
      group === null
        ? []
        : [{ id: group.id, web_url: `${call.instance.url}/groups/${groupPath(state, group)}`, name: group.name }],
  });
}

function listRunnerJobs(call: ApiCall) {
  const runner = runnerOf(call);
  if (!isOwned(call, call.user(), runner)) {
    throw forbidden('No access granted');
  }
  const status = call.input.choice('status', ['running', 'success', 'failed', 'canceled'] as const);
  const jobs = call.instance.store.state.jobs
    .filter((job) => job.runnerId === runner.id && (status === null || job.status === status))
    .sort((left, right) => right.id - left.id);
  return paginate(call, jobs, async (job) => ({
    ...(await renderJob(call.instance, job)),
    project: renderProjectName(call, projectById(call.instance.store.state, job.projectId)),
  }));
}

function renderProjectName({ instance }: ApiCall, project: ProjectRecord) {
  const { id, name, path } = project;
  return { id, name, path, path_with_namespace: projectPath(instance.store.state, project) };
}

/** Each runner of the sandbox has one machine. */
function listManagers(call: ApiCall) {
  const runner = runnerOf(call);
  const { version, revision, platform, architecture } = runner;
  const manager = {
    id: runner.id,
    system_id: `s_${runner.id.toString(16).padStart(12, '0')}`,
    version,
    revision,
    platform,
    architecture,
    created_at: isoTimeOrNull(runner.createdAt),
    contacted_at: isoTimeOrNull(contactedAt(call.instance, runner)),
    ip_address: runner.ipAddress,
    status: runnerStatus(call.instance, runner),
  };
  return paginate(call, runner.contact === null ? [] : [manager], (each) => each);
}
