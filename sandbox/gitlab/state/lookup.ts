import type { Instance } from '../instance.ts';
import type { GroupRecord, MergeRequestRecord, PipelineRecord, ProjectRecord, State, UserRecord } from './model.ts';

/** Finders over the state. Those named `…ById` take a reference from the state itself and throw when it dangles. */

export function userById(state: State, id: number): UserRecord {
  return present(
    state.users.find((user) => user.id === id),
    `user ${id}`,
  );
}

export function findUser(state: State, username: string): UserRecord | null {
  const wanted = username.toLowerCase();
  return state.users.find((user) => user.username.toLowerCase() === wanted) ?? null;
}

export function groupById(state: State, id: number): GroupRecord {
  return present(
    state.groups.find((group) => group.id === id),
    `group ${id}`,
  );
}

/** `parent/child`. */
export function groupPath(state: State, group: GroupRecord): string {
  return group.parentId === null ? group.path : `${groupPath(state, groupById(state, group.parentId))}/${group.path}`;
}

export function findGroup(state: State, idOrPath: string): GroupRecord | null {
  return (
    state.groups.find((group) => String(group.id) === idOrPath) ??
    state.groups.find((group) => groupPath(state, group).toLowerCase() === idOrPath.toLowerCase()) ??
    null
  );
}

export function projectById(state: State, id: number): ProjectRecord {
  return present(
    state.projects.find((project) => project.id === id),
    `project ${id}`,
  );
}

/** `group/project`. */
export function projectPath(state: State, project: ProjectRecord): string {
  return `${groupPath(state, groupById(state, project.groupId))}/${project.path}`;
}

export function findProject(state: State, idOrPath: string): ProjectRecord | null {
  return (
    state.projects.find((project) => String(project.id) === idOrPath) ??
    state.projects.find((project) => projectPath(state, project).toLowerCase() === idOrPath.toLowerCase()) ??
    null
  );
}

export function mergeRequestById(state: State, id: number): MergeRequestRecord {
  return present(
    state.mergeRequests.find((request) => request.id === id),
    `merge request ${id}`,
  );
}

export function findMergeRequest(state: State, projectId: number, iid: number): MergeRequestRecord | null {
  return state.mergeRequests.find((request) => request.projectId === projectId && request.iid === iid) ?? null;
}

export function pipelineById(state: State, id: number): PipelineRecord {
  return present(
    state.pipelines.find((pipeline) => pipeline.id === id),
    `pipeline ${id}`,
  );
}

/** The project's repository on disk. */
export function gitDirOf(instance: Instance, project: ProjectRecord): string {
  return instance.repositories.directory(project.id);
}

function present<T>(value: T | undefined, what: string): T {
  if (value === undefined) {
    throw new Error(`the state has no ${what}`);
  }
  return value;
}
