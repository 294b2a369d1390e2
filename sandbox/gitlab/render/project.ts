import { listBranches } from '../../git/refs.ts';
import { ACCESS, groupAccess, ownProjectAccess, projectAccess } from '../access/rights.ts';
import type { Instance } from '../instance.ts';
import { gitDirOf, groupById, groupPath, projectPath } from '../state/lookup.ts';
import type { GroupRecord, ProjectRecord, UserRecord } from '../state/model.ts';
import { isoTime } from './time.ts';

export function projectUrl(instance: Instance, project: ProjectRecord): string {
  return `${instance.url}/${projectPath(instance.store.state, project)}`;
}

export function renderGroup(instance: Instance, group: GroupRecord) {
  const { state } = instance.store;
  const path = groupPath(state, group);
  return {
    id: group.id,
    web_url: `${instance.url}/groups/${path}`,
    name: group.name,
    path: group.path,
    description: '',
    visibility: 'private',
    share_with_group_lock: false,
    require_two_factor_authentication: false,
    project_creation_level: 'developer',
    subgroup_creation_level: 'maintainer',
    lfs_enabled: true,
    avatar_url: null,
    request_access_enabled: true,
    full_name: groupFullName(instance, group),
    full_path: path,
    created_at: isoTime(group.createdAt),
    parent_id: group.parentId,
    organization_id: 1,
  };
}

function groupFullName(instance: Instance, group: GroupRecord): string {
  const parent =
    group.parentId === null ? '' : groupFullName(instance, groupById(instance.store.state, group.parentId));
  return parent === '' ? group.name : `${parent} / ${group.name}`;
}

function renderNamespace(instance: Instance, group: GroupRecord) {
  const path = groupPath(instance.store.state, group);
  return {
    id: group.id,
    name: group.name,
    path: group.path,
    kind: 'group',
    full_path: path,
    parent_id: group.parentId,
    avatar_url: null,
    web_url: `${instance.url}/groups/${path}`,
  };
}

/** `host:port` of the address; SSH is not served, the URL is what GitLab would print. */
function sshHost(instance: Instance): string {
  return new URL(instance.url).hostname;
}

/** What lists with `simple=true` show. */
export function renderSimpleProject(instance: Instance, project: ProjectRecord) {
  const { state } = instance.store;
  const path = projectPath(state, project);
  const group = groupById(state, project.groupId);
  return {
    id: project.id,
    description: null,
    name: project.name,
    name_with_namespace: `${groupFullName(instance, group)} / ${project.name}`,
    path: project.path,
    path_with_namespace: path,
    created_at: isoTime(project.createdAt),
    default_branch: project.defaultBranch,
    tag_list: [],
    topics: [],
    ssh_url_to_repo: `git@${sshHost(instance)}:${path}.git`,
    http_url_to_repo: `${instance.url}/${path}.git`,
    web_url: projectUrl(instance, project),
    readme_url: `${projectUrl(instance, project)}/-/blob/${project.defaultBranch}/README.md`,
    forks_count: 0,
    avatar_url: null,
    star_count: 0,
    last_activity_at: isoTime(project.lastActivityAt),
    namespace: renderNamespace(instance, group),
  };
}

export async function renderProject(instance: Instance, project: ProjectRecord, user: UserRecord | null) {
  const branches = await listBranches(gitDirOf(instance, project));
  const mayContribute = projectAccess(instance.store.state, user, project) >= ACCESS.developer;
  return {
    ...renderSimpleProject(instance, project),
    _links: renderLinks(instance, project),
    empty_repo: branches.length === 0,
    archived: project.settings.isArchived,
    visibility: project.settings.visibility,
    resolve_outdated_diff_discussions: false,
    ...featureFields(),
    shared_runners_enabled: project.settings.sharedRunnersEnabled,
    group_runners_enabled: project.settings.groupRunnersEnabled,
    can_create_merge_request_in: mayContribute,
    creator_id: project.creatorId,
    import_status: 'none',
    open_issues_count: 0,
    ci_default_git_depth: 20,
    ci_forward_deployment_enabled: true,
    ci_job_token_scope_enabled: false,
    ci_config_path: '',
    public_jobs: true,
    build_timeout: 3600,
    auto_cancel_pending_pipelines: 'enabled',
    shared_with_groups: [],
    ...mergeFields(project),
    auto_devops_enabled: false,
    autoclose_referenced_issues: true,
    request_access_enabled: true,
    permissions: renderPermissions(instance, project, user),
  };
}

function renderLinks(instance: Instance, project: ProjectRecord) {
  const base = `${instance.url}/api/v4/projects/${project.id}`;
  return {
    self: base,
    issues: `${base}/issues`,
    merge_requests: `${base}/merge_requests`,
    repo_branches: `${base}/repository/branches`,
    labels: `${base}/labels`,
    events: `${base}/events`,
    members: `${base}/members`,
  };
}

function featureFields() {
  return {
    packages_enabled: false,
    issues_enabled: false,
    merge_requests_enabled: true,
    wiki_enabled: false,
    jobs_enabled: true,
    snippets_enabled: false,
    container_registry_enabled: false,
    service_desk_enabled: false,
    issues_access_level: 'disabled',
    repository_access_level: 'enabled',
    merge_requests_access_level: 'enabled',
    forking_access_level: 'disabled',
    wiki_access_level: 'disabled',
    builds_access_level: 'enabled',
    snippets_access_level: 'disabled',
    container_registry_access_level: 'disabled',
    lfs_enabled: false,
  };
}

function mergeFields(project: ProjectRecord) {
  const { settings } = project;
  return {
    only_allow_merge_if_pipeline_succeeds: settings.onlyAllowMergeIfPipelineSucceeds,
    allow_merge_on_skipped_pipeline: settings.allowMergeOnSkippedPipeline,
    only_allow_merge_if_all_discussions_are_resolved: settings.onlyAllowMergeIfAllDiscussionsAreResolved,
    remove_source_branch_after_merge: settings.removeSourceBranchAfterMerge,
    printing_merge_request_link_enabled: true,
    merge_method: 'merge',
    squash_option: 'default_off',
    merge_commit_template: null,
    squash_commit_template: null,
    suggestion_commit_message: null,
  };
}

function renderPermissions(instance: Instance, project: ProjectRecord, user: UserRecord | null) {
  const { state } = instance.store;
  const level = (access: number) => (access === 0 ? null : { access_level: access, notification_level: 3 });
  return {
    project_access: user === null ? null : level(ownProjectAccess(state, user, project)),
    group_access: user === null ? null : level(groupAccess(state, user, groupById(state, project.groupId))),
  };
}

/** The project in webhook payloads. */
export function renderHookProject(instance: Instance, project: ProjectRecord) {
  const simple = renderSimpleProject(instance, project);
  const visibilityLevel = { private: 0, internal: 10, public: 20 }[project.settings.visibility];
  return {
    id: project.id,
    name: project.name,
    description: null,
    web_url: simple.web_url,
    avatar_url: null,
    git_ssh_url: simple.ssh_url_to_repo,
    git_http_url: simple.http_url_to_repo,
    namespace: simple.namespace.name,
    visibility_level: visibilityLevel,
    path_with_namespace: simple.path_with_namespace,
    default_branch: project.defaultBranch,
    ci_config_path: null,
    homepage: simple.web_url,
    url: simple.ssh_url_to_repo,
    ssh_url: simple.ssh_url_to_repo,
    http_url: simple.http_url_to_repo,
  };
}
